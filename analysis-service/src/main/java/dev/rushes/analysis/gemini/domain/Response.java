package dev.rushes.analysis.gemini.domain;

import java.util.Optional;

/**
 * One answer, put together from its frames.
 *
 * @param text words of the answer, without thoughts; empty if there are none
 * @param finish why it ended; empty if the prompt was blocked, or the stream was left
 * @param block why the prompt was blocked
 * @param usage what it cost; empty if it does not say
 * @param modelVersion what the model calls itself
 * @param responseId name of the answer
 * @param left whether we stopped reading, because it repeated itself
 */
public record Response(
        Optional<String> text,
        Optional<String> finish,
        Optional<String> block,
        Optional<TokenUsage> usage,
        String modelVersion,
        String responseId,
        boolean left) {

    /** Whether it ended at the limit of tokens: with more room there would have been more of it. */
    public boolean isCutShort() {
        return finish.filter("MAX_TOKENS"::equals).isPresent();
    }
}
