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
        List<FoundStretch> transitions,
        List<FoundStretch> black,
        List<FoundStretch> frozen,
        List<FoundStretch> exposure,
        List<FacesSeen> faces,
        @Nullable Values motion,
        @Nullable Values sharpness,
        @Nullable Values brightness,
        List<StillAt> stills,
        @Nullable Board storyboard,
        @Nullable Picture firstPicture,
        @Nullable Picture lastPicture,
        List<FoundStretch> silence,
        List<FoundStretch> speech,
        @Nullable Values loudness,
        @Nullable Double integratedLoudness,
        @Nullable Understood insight) {

    /** Version of the document's format. */
    static final int VERSION = 1;

    record Stretch(String start, String end) {}

    record ShotAt(String at, double score, String boundary, String by) {}

    /** A stretch of which an analyzer says something. */
    record FoundStretch(String start, String end, String kind, double score, String by) {}

    /** A stretch in which faces are seen. */
    record FacesSeen(String start, String end, String kind, double score, String by, int count, double size) {}

    record Board(String key, int columns, int tileWidth, int tileHeight, List<String> tiles) {}

    record StillAt(String at, String key) {}

    record Values(String start, String step, List<Double> values) {}

    record Understood(
            String source,
            String status,
            @Nullable String code,
            @Nullable String problem,
            boolean lacking,
            List<String> flags,
            List<String> models,
            String language,
            String summary,
            List<AskedPart> parts,
            List<Understanding> segments,
            Bill bill) {}

    record AskedPart(String start, String end, String status) {}

    record Understanding(
            int part,
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
