package dev.rushes.analysis.gemini.domain;

import java.util.OptionalLong;

/**
 * What an answer says of its cost, in tokens.
 *
 * @param prompt all that was sent, cached or not
 * @param cached of these, what was cached
 * @param audio of these, sound
 * @param video of these, pictures; empty if the answer does not split them up
 * @param answer words that came
 * @param thoughts thoughts, which are paid like words
 */
public record TokenUsage(long prompt, long cached, long audio, OptionalLong video, long answer, long thoughts) {

    public long output() {
        return answer + thoughts;
    }
}
