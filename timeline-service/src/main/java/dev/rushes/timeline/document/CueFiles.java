package dev.rushes.timeline.document;

import dev.rushes.media.value.Rational;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/** Writes cues as WebVTT (W3C, 2019) and as SubRip. Cues that are over before they are there (under a millisecond) are left out. */
final class CueFiles {
    private CueFiles() {}

    static byte[] webVtt(List<Cue> cues) {
        StringBuilder file = new StringBuilder("WEBVTT\n");
        for (Cue cue : shown(cues)) {
            file.append('\n')
                    .append(time(cue.start(), '.'))
                    .append(" --> ")
                    .append(time(cue.end(), '.'))
                    .append('\n');
            cue.lines().forEach(line -> file.append(escaped(line)).append('\n'));
        }
        return file.toString().getBytes(StandardCharsets.UTF_8);
    }

    static byte[] subRip(List<Cue> cues) {
        StringBuilder file = new StringBuilder();
        int number = 0;
        for (Cue cue : shown(cues)) {
            file.append(number == 0 ? "" : "\n")
                    .append(++number)
                    .append('\n')
                    .append(time(cue.start(), ','))
                    .append(" --> ")
                    .append(time(cue.end(), ','))
                    .append('\n');
            cue.lines().forEach(line -> file.append(oneLine(line)).append('\n'));
        }
        return file.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static List<Cue> shown(List<Cue> cues) {
        return cues.stream()
                .filter(cue -> milliseconds(cue.start()) < milliseconds(cue.end()))
                .toList();
    }

    private static String time(Rational time, char point) {
        long all = milliseconds(time);
        return String.format(
                Locale.ROOT,
                "%02d:%02d:%02d%c%03d",
                all / 3_600_000,
                all / 60_000 % 60,
                all / 1000 % 60,
                point,
                all % 1000);
    }

    private static long milliseconds(Rational time) {
        return Math.max(0, time.toDuration().toMillis());
    }

    /** No line may be empty, end the cue, or be read as a tag or an arrow. */
    private static String escaped(String line) {
        return oneLine(line).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    private static String oneLine(String line) {
        String one =
                Objects.requireNonNull(line).replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
        return one.isEmpty() ? "-" : one;
    }
}
