package dev.rushes.analysis.gemini.domain;

import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Times as models write them: {@code M:SS}, {@code MM:SS.mmm}, {@code HH:MM:SS}, {@code 12.5}, {@code 12.5s}, {@code 12500ms}. */
final class TimeWords {
    private static final Pattern CLOCK = Pattern.compile("(?:(\\d{1,3}):)?(\\d{1,4}):(\\d{1,2})(?:[.,](\\d{1,9}))?");
    private static final Pattern SECONDS = Pattern.compile("(\\d{1,7})(?:\\.(\\d{1,9}))?\\s*(?:s|sec|seconds)?");
    private static final Pattern MILLIS = Pattern.compile("(\\d{1,10})\\s*ms");

    private TimeWords() {}

    /** Milliseconds; empty if it is no time, such as {@code 00:75}. */
    static OptionalLong millis(Object written) {
        String text = written.toString().strip();
        Matcher clock = CLOCK.matcher(text);
        if (clock.matches()) {
            return clock(clock);
        }
        Matcher millis = MILLIS.matcher(text);
        if (millis.matches()) {
            return OptionalLong.of(Long.parseLong(millis.group(1)));
        }
        Matcher seconds = SECONDS.matcher(text);
        return seconds.matches()
                ? OptionalLong.of(Long.parseLong(seconds.group(1)) * 1000 + fraction(seconds.group(2)))
                : OptionalLong.empty();
    }

    private static OptionalLong clock(Matcher clock) {
        boolean hours = clock.group(1) != null;
        long minutes = Long.parseLong(clock.group(2));
        long seconds = Long.parseLong(clock.group(3));
        if (seconds >= 60 || (hours && minutes >= 60)) {
            return OptionalLong.empty();
        }
        long whole = (hours ? Long.parseLong(clock.group(1)) * 3600 : 0) + minutes * 60 + seconds;
        return OptionalLong.of(whole * 1000 + fraction(clock.group(4)));
    }

    private static long fraction(@org.jspecify.annotations.Nullable String digits) {
        return digits == null ? 0 : Long.parseLong((digits + "000").substring(0, 3));
    }
}
