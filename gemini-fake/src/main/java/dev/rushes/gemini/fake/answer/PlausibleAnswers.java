package dev.rushes.gemini.fake.answer;

import dev.rushes.gemini.fake.answer.Logged.Segment;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Invents a log that fits the length of the film; the same bytes have the same log. */
public final class PlausibleAnswers implements Answers {
    private static final List<String> PLACES = List.of("a kitchen", "a street", "a beach", "an office", "a garden");
    private static final List<String> DOINGS =
            List.of("Somebody walks", "Two people talk", "A child runs", "Hands at work", "The camera turns");
    private static final List<String> WORDS = List.of(
            "We begin here.", "Look at this.", "That is the trick.", "And now the other side.", "See you next time.");

    private final long seed;

    public PlausibleAnswers(long seed) {
        this.seed = seed;
    }

    @Override
    public Logged answer(Question question) {
        long length = (long) Math.floor(question.seconds());
        if (question.sha256().isEmpty()) {
            return new Logged(true, "und", "There is nothing to look at.", List.of());
        }
        SplittableRandom random = new SplittableRandom(seed ^ question.sha256().hashCode());
        List<Segment> segments = new ArrayList<>();
        long at = 0;
        while (at < Math.max(1, length)) {
            long end = Math.max(at + 1, Math.min(length, at + 3 + random.nextInt(6)));
            segments.add(segment(at, length - end < 2 ? Math.max(at + 1, length) : end, question.hasVideo(), random));
            at = segments.getLast().end();
        }
        return new Logged(
                false, question.hasVideo() ? "und" : "en", "A film in " + segments.size() + " parts.", segments);
    }

    private static Segment segment(long start, long end, boolean picture, SplittableRandom random) {
        String place = PLACES.get(random.nextInt(PLACES.size()));
        String doing = DOINGS.get(random.nextInt(DOINGS.size()));
        String words = WORDS.get(random.nextInt(WORDS.size()));
        int highlight = random.nextInt(101);
        return picture
                ? new Segment(
                        start, end, "action", doing, doing + " in " + place + ".", "", List.of(place), highlight, 80)
                : new Segment(
                        start,
                        end,
                        "speech",
                        "Somebody speaks",
                        "A voice in " + place + ".",
                        words,
                        List.of(),
                        highlight,
                        75);
    }
}
