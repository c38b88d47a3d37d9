package dev.rushes.timeline.document;

import dev.rushes.media.value.Rational;
import dev.rushes.media.value.Span;
import dev.rushes.media.value.StoredObject;
import dev.rushes.timeline.domain.AnalyzedChunk;
import dev.rushes.timeline.domain.Footage;
import dev.rushes.timeline.domain.FootageFindings;
import dev.rushes.timeline.json.RushesJson;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/** {@code timeline.json}, field by field as {@code docs/formats.md} has it. */
public record TimelineDocument(
        int version,
        UUID job,
        String recipe,
        Source source,
        Span footage,
        Rational duration,
        boolean video,
        boolean audio,
        List<Clip> clips,
        List<Span> shots,
        List<Span> silence,
        List<Span> speech,
        List<Span> black,
        List<Span> frozen,
        List<Gap> gaps) {

    record Source(String key, long size, String sha256, String contentType, Optional<String> filename) {}

    record Clip(Span source, double score, List<String> reasons) {}

    record Gap(String track, int index, Span span, Optional<String> problem) {}

    /** The document's bytes. */
    public static byte[] bytes(Cut cut) {
        return RushesJson.mapper().writeValueAsBytes(of(cut));
    }

    private static TimelineDocument of(Cut cut) {
        FootageFindings findings = cut.findings();
        return new TimelineDocument(
                1,
                cut.job(),
                cut.recipe(),
                source(cut.footage()),
                findings.footage(),
                cut.duration(),
                cut.video(),
                cut.audio(),
                cut.clips().stream()
                        .map(clip -> new Clip(clip.source(), clip.score(), clip.reasons()))
                        .toList(),
                findings.shots(),
                findings.silence().spans(),
                findings.speechSpans(),
                findings.black().spans(),
                findings.frozen().spans(),
                findings.gaps().stream().map(TimelineDocument::gap).toList());
    }

    private static Source source(Footage footage) {
        StoredObject media = footage.media();
        return new Source(media.key(), media.size(), media.sha256(), media.contentType(), footage.filename());
    }

    private static Gap gap(AnalyzedChunk chunk) {
        return new Gap(chunk.track().name().toLowerCase(Locale.ROOT), chunk.index(), chunk.span(), chunk.problem());
    }
}
