package dev.rushes.media.ffmpeg;

import java.nio.file.Path;
import java.util.List;

/**
 * One run of ffmpeg. The fixed prefix ({@code -nostdin -hide_banner -y …}) and the guards of inputs are added by {@link Ffmpeg}; the
 * arguments hold only what this program decided, never a name, title or address from a user.
 *
 * @param purpose what for, in a few words for the log: "cut video-00003"
 * @param arguments everything after the fixed prefix; inputs come from {@link Ffmpeg#input}
 * @param folder working directory and only place that the run may write to
 * @param limits what the run may use
 */
public record ToolRun(String purpose, List<String> arguments, Path folder, ToolLimits limits) {

    public ToolRun {
        arguments = List.copyOf(arguments);
    }

    public ToolRun(List<String> arguments, Path folder, ToolLimits limits) {
        this("media work", arguments, folder, limits);
    }
}
