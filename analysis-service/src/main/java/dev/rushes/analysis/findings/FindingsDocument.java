package dev.rushes.analysis.findings;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The findings document field by field; docs/formats.md says what each means. Times are {@code "value/scale"}. */
record FindingsDocument(
        int version,
        String analyzer,
        String track,
        int index,
        Stretch span,
        String chunkSha256,
        @Nullable String problem,
        List<ShotAt> shots,
        List<Stretch> black,
        List<Stretch> frozen,
        @Nullable Values motion,
        @Nullable Values sharpness,
        List<StillAt> stills,
        @Nullable Picture firstPicture,
        @Nullable Picture lastPicture,
        List<Stretch> silence,
        List<SpeechAt> speech,
        @Nullable Values loudness,
        @Nullable Double integratedLoudness,
        @Nullable Understood insight) {

    /** Version of the document's format. */
    static final int VERSION = 1;

    record Stretch(String start, String end) {}

    record ShotAt(String at, double score, String boundary) {}

    record SpeechAt(String start, String end, double score) {}

    record StillAt(String at, String key) {}

    record Values(String start, String step, List<Double> values) {}

    record Understood(
            String source,
            String status,
            @Nullable String problem,
            List<String> flags,
            List<String> models,
            String language,
            String summary,
            List<Understanding> segments,
            Bill bill) {}

    record Understanding(
            String start,
            String end,
            String kind,
            String label,
            String description,
            String transcript,
            List<String> tags,
            int highlight,
            int confidence,
            boolean snapped) {}

    record Bill(int calls, int reused, int unknown, long tokensIn, long tokensOut, long microDollars, String prices) {}

    /** Cells are Base64. */
    record Picture(String at, String cells, double change) {}
}
