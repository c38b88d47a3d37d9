package dev.rushes.analysis.findings;

import dev.rushes.analysis.analyzer.Examination;
import dev.rushes.analysis.domain.AnalyzerCost;
import dev.rushes.analysis.domain.ChunkToAnalyze;
import dev.rushes.analysis.domain.Finding;
import dev.rushes.analysis.domain.Finding.Kind;
import dev.rushes.analysis.domain.Observations;
import dev.rushes.analysis.domain.Observations.Edge;
import dev.rushes.analysis.domain.Observations.Edges;
import dev.rushes.analysis.domain.Observations.Faces;
import dev.rushes.analysis.domain.Observations.Heard;
import dev.rushes.analysis.domain.Observations.Seen;
import dev.rushes.analysis.domain.Series;
import dev.rushes.analysis.domain.Verdict;
import dev.rushes.analysis.findings.FindingsDocument.Board;
import dev.rushes.analysis.findings.FindingsDocument.FacesSeen;
import dev.rushes.analysis.findings.FindingsDocument.FoundStretch;
import dev.rushes.analysis.findings.FindingsDocument.Picture;
import dev.rushes.analysis.findings.FindingsDocument.ShotAt;
import dev.rushes.analysis.findings.FindingsDocument.StillAt;
import dev.rushes.analysis.findings.FindingsDocument.Stretch;
import dev.rushes.analysis.findings.FindingsDocument.Understood;
import dev.rushes.analysis.findings.FindingsDocument.Values;
import dev.rushes.media.value.Span;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Findings ⇄ JSON. */
final class FindingsJson {
    /** Scores and levels are rounded to four decimals: more would be noise. */
    private static final double DECIMALS = 10_000;

    private final JsonMapper mapper = JsonMapper.builder().build();

    /** The pictures of a chunk, stored. */
    record Pictures(List<StillAt> stills, Optional<Board> storyboard) {}

    byte[] write(ChunkToAnalyze chunk, Verdict verdict, Examination examination, Pictures pictures) {
        Understood insight = examination.insight().map(InsightJson::of).orElse(null);
        return mapper.writeValueAsBytes(
                switch (examination.observations()) {
                    case Seen seen -> seen(chunk, verdict, seen, pictures, insight);
                    case Heard heard -> heard(chunk, verdict, heard, insight);
                });
    }

    /** What each analyzer cost. */
    byte[] costs(ChunkToAnalyze chunk, List<AnalyzerCost> costs) {
        return mapper.writeValueAsBytes(new CostDocument(
                CostDocument.VERSION,
                chunk.track().name().toLowerCase(Locale.ROOT),
                chunk.index(),
                chunk.duration().toDouble(),
                costs.stream()
                        .map(cost -> new CostDocument.Cost(
                                cost.analyzer(), cost.processor().toNanos() / 1_000_000_000.0))
                        .toList()));
    }

    /** Whom and what a document is about; empty if it is not a findings document of this version. */
    Optional<Verdict> verdict(byte[] document) {
        try {
            JsonNode root = mapper.readTree(document);
            return root.path("version").asInt(0) == FindingsDocument.VERSION
                    ? Optional.of(new Verdict(
                            root.path("analyzer").asString(""),
                            root.path("chunkSha256").asString(""),
                            root.path("problem").asStringOpt()))
                    : Optional.empty();
        } catch (JacksonException notJson) {
            return Optional.empty();
        }
    }

    private static FindingsDocument seen(
            ChunkToAnalyze chunk, Verdict verdict, Seen seen, Pictures pictures, @Nullable Understood insight) {
        return new FindingsDocument(
                FindingsDocument.VERSION,
                verdict.analyzer(),
                chunk.track().name().toLowerCase(Locale.ROOT),
                chunk.index(),
                stretch(chunk.span()),
                verdict.chunkSha256(),
                verdict.problem().orElse(null),
                seen.shots().stream()
                        .map(shot -> new ShotAt(
                                shot.at().toString(), rounded(shot.score()), label(shot.boundary()), shot.by()))
                        .toList(),
                found(seen, Kind.FADE_OUT, Kind.FADE_IN, Kind.DISSOLVE),
                found(seen, Kind.BLACK),
                found(seen, Kind.FROZEN),
                found(seen, Kind.UNDEREXPOSED, Kind.OVEREXPOSED),
                seen.faces().stream().map(FindingsJson::faces).toList(),
                values(seen.motion()),
                values(seen.sharpness()),
                values(seen.brightness()),
                pictures.stills(),
                pictures.storyboard().orElse(null),
                picture(seen.edges().map(Edges::first)),
                picture(seen.edges().map(Edges::last)),
                List.of(),
                List.of(),
                null,
                null,
                insight);
    }

    private static FindingsDocument heard(
            ChunkToAnalyze chunk, Verdict verdict, Heard heard, @Nullable Understood insight) {
        return new FindingsDocument(
                FindingsDocument.VERSION,
                verdict.analyzer(),
                chunk.track().name().toLowerCase(Locale.ROOT),
                chunk.index(),
                stretch(chunk.span()),
                verdict.chunkSha256(),
                verdict.problem().orElse(null),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                null,
                null,
                null,
                List.of(),
                null,
                null,
                null,
                found(heard, Kind.SILENCE),
                found(heard, Kind.SPEECH),
                values(heard.loudness()),
                heard.integratedLoudness().map(FindingsJson::rounded).orElse(null),
                insight);
    }

    private static List<FoundStretch> found(Observations observations, Kind... kinds) {
        Set<Kind> wanted = Set.of(kinds);
        return observations.findings().stream()
                .filter(finding -> wanted.contains(finding.kind()))
                .sorted(Comparator.comparing(Finding::start))
                .map(finding -> new FoundStretch(
                        finding.span().start().toString(),
                        finding.span().end().toString(),
                        label(finding.kind()),
                        rounded(finding.score()),
                        finding.by()))
                .toList();
    }

    private static FacesSeen faces(Faces faces) {
        return new FacesSeen(
                faces.span().start().toString(),
                faces.span().end().toString(),
                "faces",
                rounded(faces.score()),
                faces.by(),
                faces.most(),
                rounded(faces.largest()));
    }

    private static String label(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static Stretch stretch(Span span) {
        return new Stretch(span.start().toString(), span.end().toString());
    }

    private static Values values(Series series) {
        return new Values(
                series.start().toString(),
                series.step().toString(),
                series.values().stream().map(FindingsJson::rounded).toList());
    }

    private static @Nullable Picture picture(Optional<Edge> edge) {
        return edge.map(picture -> new Picture(
                        picture.at().toString(),
                        Base64.getEncoder().encodeToString(picture.cells().bytes()),
                        rounded(picture.change())))
                .orElse(null);
    }

    private static double rounded(double value) {
        return Math.round(value * DECIMALS) / DECIMALS;
    }
}
