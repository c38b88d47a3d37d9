package dev.rushes.media.ffmpeg;

import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Reads what {@code ffmpeg -encoders} prints: after a legend, a line for each.
 *
 * <pre>
 *  V....D libx264              libx264 H.264 / AVC (codec h264)
 *  A....D aac                  AAC (Advanced Audio Coding)
 * </pre>
 */
final class EncoderList {
    private static final Pattern LINE = Pattern.compile("^ [VAS][A-Z.]{5} ([\\w-]+)\\s", Pattern.MULTILINE);

    private EncoderList() {}

    static Set<String> read(String printed) {
        return LINE.matcher(printed).results().map(line -> line.group(1)).collect(Collectors.toUnmodifiableSet());
    }
}
