package dev.rushes.timeline.document;

import dev.rushes.media.value.Rational;
import dev.rushes.media.value.Span;
import dev.rushes.timeline.domain.AnalyzedChunk;
import dev.rushes.timeline.domain.FootageAnalysis;
import dev.rushes.timeline.domain.Moment;
import dev.rushes.timeline.domain.ShotStart;
import dev.rushes.timeline.json.RushesJson;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/** {@code analysis.json}, field by field as {@code docs/formats.md} has it. */
public record AnalysisDocument(
        int version,
        UUID job,
        Span footage,
        List<Shot> shots,
        List<Segment> segments,
        Transcript transcript,
        List<Chapter> chapters,
        List<Tag> tags,
        List<Highlight> highlights,
        List<Signal> signals,
        List<FacesSeen> faces,
        List<Tile> storyboard,
        List<Gap> gaps,
        List<ModelGap> modelGaps) {

    record Shot(Rational start, Rational end, String boundary, Optional<Double> score, Optional<String> by) {}

    record Segment(
            Rational start,
            Rational end,
            String kind,
            String label,
            String description,
            List<String> tags,
            double highlight,
            double confidence,
            String by) {}

    record Transcript(Optional<String> language, List<Line> lines) {}

    record Line(Rational start, Rational end, String text, String by) {}

    record Chapter(Rational start, Rational end, String title) {}

    record Tag(String tag, double seconds) {}

    record Highlight(Rational start, Rational end, double score, List<String> reasons) {}

    record Signal(Rational start, Rational end, String kind, double score, String by) {}

    record FacesSeen(Rational start, Rational end, int count, double size, double score, String by) {}

    record Tile(Rational start, Rational end, String key, int x, int y, int width, int height) {}

    record Gap(String track, int index, Span span, Optional<String> problem) {}

    record ModelGap(
            String track,
            int index,
            Span span,
            String status,
            Optional<String> code,
            Optional<String> problem,
            boolean lacking) {}

    /** The document's bytes. */
    public static byte[] bytes(UUID job, FootageAnalysis analysis) {
        return RushesJson.mapper().writeValueAsBytes(of(job, analysis));
    }

    private static AnalysisDocument of(UUID job, FootageAnalysis analysis) {
        return new AnalysisDocument(
                1,
                job,
                analysis.footage(),
                analysis.shots().stream().map(AnalysisDocument::shot).toList(),
                analysis.moments().stream().map(AnalysisDocument::segment).toList(),
                new Transcript(
                        analysis.language(),
                        analysis.spoken().stream()
                                .map(moment -> new Line(
                                        moment.span().start(), moment.span().end(), moment.transcript(), moment.by()))
                                .toList()),
                analysis.chapters().stream()
                        .map(chapter -> new Chapter(
                                chapter.span().start(), chapter.span().end(), chapter.title()))
                        .toList(),
                analysis.tags().stream()
                        .map(tag -> new Tag(tag.tag(), tag.seconds()))
                        .toList(),
                analysis.highlights().stream()
                        .map(clip -> new Highlight(
                                clip.source().start(), clip.source().end(), clip.score(), clip.reasons()))
                        .toList(),
                analysis.signals().stream()
                        .map(signal -> new Signal(
                                signal.span().start(), signal.span().end(), signal.kind(), signal.score(), signal.by()))
                        .toList(),
                analysis.faces().stream()
                        .map(faces -> new FacesSeen(
                                faces.span().start(),
                                faces.span().end(),
                                faces.most(),
                                faces.largest(),
                                faces.score(),
                                faces.by()))
                        .toList(),
                analysis.tiles().stream()
                        .map(tile -> new Tile(
                                tile.span().start(),
                                tile.span().end(),
                                tile.key(),
                                tile.x(),
                                tile.y(),
                                tile.width(),
                                tile.height()))
                        .toList(),
                analysis.gaps().stream().map(AnalysisDocument::gap).toList(),
                analysis.modelGaps().stream().map(AnalysisDocument::modelGap).toList());
    }

    /** A start that nobody tells of is a cut between two chunks; nothing cuts to the first shot. */
    private static Shot shot(FootageAnalysis.Shot shot) {
        boolean first = !shot.span().start().isPositive();
        return new Shot(
                shot.span().start(),
                shot.span().end(),
                first ? "start" : shot.start().map(ShotStart::boundary).orElse("cut"),
                shot.start().map(ShotStart::score),
                shot.start().map(ShotStart::by));
    }

    private static Segment segment(Moment moment) {
        return new Segment(
                moment.span().start(),
                moment.span().end(),
                moment.kind(),
                moment.label(),
                moment.description(),
                moment.tags(),
                moment.highlight(),
                moment.confidence(),
                moment.by());
    }

    private static Gap gap(AnalyzedChunk chunk) {
        return new Gap(chunk.track().name().toLowerCase(Locale.ROOT), chunk.index(), chunk.span(), chunk.problem());
    }

    private static ModelGap modelGap(FootageAnalysis.ModelGap gap) {
        AnalyzedChunk chunk = gap.chunk();
        return new ModelGap(
                chunk.track().name().toLowerCase(Locale.ROOT),
                chunk.index(),
                chunk.span(),
                gap.why().status(),
                gap.why().code(),
                gap.why().problem(),
                gap.why().lacking());
    }
}
