package dev.rushes.analysis.findings;

import dev.rushes.analysis.analyzer.Examination;
import dev.rushes.analysis.domain.ChunkToAnalyze;
import dev.rushes.analysis.domain.Observations.Edge;
import dev.rushes.analysis.domain.Observations.Edges;
import dev.rushes.analysis.domain.Observations.Heard;
import dev.rushes.analysis.domain.Observations.Seen;
import dev.rushes.analysis.domain.Series;
import dev.rushes.analysis.domain.Verdict;
import dev.rushes.analysis.findings.FindingsDocument.Picture;
import dev.rushes.analysis.findings.FindingsDocument.ShotAt;
import dev.rushes.analysis.findings.FindingsDocument.SpeechAt;
import dev.rushes.analysis.findings.FindingsDocument.StillAt;
import dev.rushes.analysis.findings.FindingsDocument.Stretch;
import dev.rushes.analysis.findings.FindingsDocument.Understood;
import dev.rushes.analysis.findings.FindingsDocument.Values;
import dev.rushes.media.value.Span;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Findings ⇄ JSON. */
final class FindingsJson {
    /** Scores and levels are rounded to four decimals: more would be noise. */
    private static final double DECIMALS = 10_000;

    private final JsonMapper mapper = JsonMapper.builder().build();

    byte[] write(ChunkToAnalyze chunk, Verdict verdict, Examination examination, List<StillAt> stills) {
        Understood insight = examination.insight().map(InsightJson::of).orElse(null);
        return mapper.writeValueAsBytes(
                switch (examination.observations()) {
                    case Seen seen -> seen(chunk, verdict, seen, stills, insight);
                    case Heard heard -> heard(chunk, verdict, heard, insight);
                });
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
            ChunkToAnalyze chunk, Verdict verdict, Seen seen, List<StillAt> stills, @Nullable Understood insight) {
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
                                shot.at().toString(),
                                rounded(shot.score()),
                                shot.boundary().name().toLowerCase(Locale.ROOT)))
                        .toList(),
                stretches(seen.black()),
                stretches(seen.frozen()),
                values(seen.motion()),
                values(seen.sharpness()),
                stills,
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
                null,
                null,
                List.of(),
                null,
                null,
                stretches(heard.silence()),
                heard.speech().stream()
                        .map(speech -> new SpeechAt(
                                speech.span().start().toString(),
                                speech.span().end().toString(),
                                rounded(speech.score())))
                        .toList(),
                values(heard.loudness()),
                heard.integratedLoudness().map(FindingsJson::rounded).orElse(null),
                insight);
    }

    private static Stretch stretch(Span span) {
        return new Stretch(span.start().toString(), span.end().toString());
    }

    private static List<Stretch> stretches(List<Span> spans) {
        return spans.stream().map(FindingsJson::stretch).toList();
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
