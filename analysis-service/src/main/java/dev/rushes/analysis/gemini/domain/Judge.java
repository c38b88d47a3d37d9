package dev.rushes.analysis.gemini.domain;

import dev.rushes.analysis.gemini.domain.Draft.Moment;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Judges an answer, in this order: why it ended, its JSON, its form, its times, their order, repetition, coverage, and whether pictures were
 * looked at.
 */
public final class Judge {
    private static final Set<String> REFUSALS = Set.of(
            "SAFETY",
            "RECITATION",
            "PROHIBITED_CONTENT",
            "BLOCKLIST",
            "SPII",
            "LANGUAGE",
            "IMAGE_SAFETY",
            "IMAGE_PROHIBITED_CONTENT");

    /** The model must have looked at most of the piece. */
    private static final double COVERAGE = 0.8;

    /** More repeats than that are a loop, not a slip. */
    private static final int LOOP = 5;

    private Judge() {}

    /**
     * What an answer is worth.
     *
     * @param response the answer
     * @param piece what it is about
     * @param pictures whether there were pictures to look at
     */
    public static Judgement judge(Response response, Piece piece, boolean pictures) {
        if (response.block().isPresent()) {
            return new Judgement.Blocked(
                    "the prompt was blocked: " + response.block().get());
        }
        String finish = response.finish().orElse(response.left() ? "LEFT" : "");
        if (REFUSALS.contains(finish)) {
            return new Judgement.Blocked("the answer was blocked: " + finish);
        }
        String text = response.text().orElse("");
        if (text.isBlank()) {
            return switch (finish) {
                case "MAX_TOKENS" -> new Judgement.Starved();
                case "STOP" -> new Judgement.Useless("it said nothing");
                case "" -> new Judgement.Useless("it broke off before it said anything");
                default -> new Judgement.Useless("it ended with " + finish.replaceAll("[^A-Za-z_]", "?"));
            };
        }
        TolerantJson.Reading reading = TolerantJson.read(text);
        if (reading.value().isEmpty()) {
            return new Judgement.Useless("it is no JSON");
        }
        Map<String, Object> root = reading.value().get();
        DraftReader reader = new DraftReader(piece, reading.oddities());
        Draft draft = reader.read(root);
        if (response.isCutShort()) {
            return new Judgement.CutOff(draft);
        }
        if (!finish.equals("STOP") && !finish.equals("LEFT")) {
            return new Judgement.Flawed(
                    draft, "it ended with " + (finish.isEmpty() ? "nothing" : finish.replaceAll("[^A-Za-z_]", "?")));
        }
        if (reader.repeats() >= LOOP || response.left()) {
            return new Judgement.Flawed(draft, "it repeated itself");
        }
        if (!reading.whole()) {
            return new Judgement.Flawed(draft, "its JSON breaks off");
        }
        if (reader.malformed()) {
            return new Judgement.Flawed(draft, "it has no list of segments");
        }
        if (reader.dropped() > 0) {
            return new Judgement.Flawed(draft, reader.dropped() + " of its segments have times that can't be");
        }
        if (pictures && response.usage().map(its -> its.video().orElse(1) == 0).orElse(false)) {
            return new Judgement.Useless("the pictures were not looked at");
        }
        boolean nothing = Boolean.TRUE.equals(root.get("no_content"));
        if (!nothing && draft.segments().isEmpty()) {
            return new Judgement.Flawed(draft, "it has no segments, and does not say that nothing happens");
        }
        if (!nothing && covered(root, draft.segments(), piece) < COVERAGE) {
            return new Judgement.Flawed(draft, "it covers less than four fifths of the clip");
        }
        return new Judgement.Sound(draft);
    }

    private static double covered(Map<String, Object> root, List<Moment> segments, Piece piece) {
        long last = segments.stream().mapToLong(Moment::endMillis).max().orElse(0);
        Object said = root.getOrDefault("last_timestamp", "");
        // Whole seconds: the last one may have begun only.
        long looked = Math.max(last, TimeWords.millis(said).orElse(0) + 1000);
        return (double) looked / piece.lengthMillis();
    }
}
