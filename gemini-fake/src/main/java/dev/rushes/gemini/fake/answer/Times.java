package dev.rushes.gemini.fake.answer;

import java.util.Locale;
import java.util.function.LongFunction;

/** Ways to write a time. */
final class Times {
    static final LongFunction<String> MINUTES = at -> two(at / 60) + ":" + two(at % 60);
    static final LongFunction<String> CLOCK = at -> two(at / 3600) + ":" + two(at / 60 % 60) + ":" + two(at % 60);
    static final LongFunction<String> SECONDS = at -> at + ".0s";
    static final LongFunction<String> MILLIS = at -> at * 1000 + "ms";
    /** Seconds that no minute has. */
    static final LongFunction<String> ODD = at -> "00:" + (at + 60);

    private Times() {}

    private static String two(long number) {
        return String.format(Locale.ROOT, "%02d", number);
    }
}
