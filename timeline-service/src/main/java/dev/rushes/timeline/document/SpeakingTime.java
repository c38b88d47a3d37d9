package dev.rushes.timeline.document;

import dev.rushes.media.value.Rational;
import dev.rushes.media.value.Span;
import dev.rushes.timeline.domain.SpanSet;
import java.util.List;

/** When which character of some words is spoken, if all take the same time; to the millisecond, which is all that captions can say. */
final class SpeakingTime {
    /** Characters that can be spoken in a second; where less speech was heard than that takes, some was missed. */
    private static final long FASTEST = 25;

    private final List<Stretch> stretches;
    private final long characters;
    private final long millis;

    private record Stretch(long start, long end) {
        static Stretch of(Span span) {
            return new Stretch(
                    span.start().toDuration().toMillis(),
                    span.end().toDuration().toMillis());
        }

        long length() {
            return end - start;
        }
    }

    private SpeakingTime(List<Span> spans, long characters) {
        this.stretches = spans.stream().map(Stretch::of).toList();
        this.characters = Math.max(1, characters);
        this.millis = stretches.stream().mapToLong(Stretch::length).sum();
    }

    /**
     * @param whole when the words are spoken
     * @param characters how many there are
     * @param speech where somebody is heard to speak, in order of time; they do not overlap
     */
    static SpeakingTime of(Span whole, long characters, List<Span> speech) {
        List<Span> heard = speech.stream()
                .filter(span -> span.overlaps(whole))
                .map(span -> SpanSet.clip(span, whole))
                .toList();
        SpeakingTime spoken = new SpeakingTime(heard, characters);
        boolean enough = !heard.isEmpty() && spoken.millis * FASTEST >= characters * 1000;
        return enough ? spoken : new SpeakingTime(List.of(whole), characters);
    }

    /** When so many characters are over and another one begins. */
    Rational begins(long before) {
        return at(before, false);
    }

    /** When so many characters are over; a pause that comes then is not theirs. */
    Rational ends(long after) {
        return at(after, true);
    }

    private Rational at(long spoken, boolean over) {
        long left = millis * spoken / characters;
        for (Stretch stretch : stretches) {
            if (left < stretch.length() || over && left == stretch.length()) {
                return Rational.of(stretch.start() + left, 1000);
            }
            left -= stretch.length();
        }
        return Rational.of(stretches.getLast().end(), 1000);
    }
}
