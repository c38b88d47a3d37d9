package dev.rushes.timeline.domain;

import dev.rushes.media.value.Rational;
import dev.rushes.media.value.Span;
import dev.rushes.media.value.Track;
import dev.rushes.timeline.domain.FootageAnalysis.ModelGap;
import dev.rushes.timeline.domain.FootageAnalysis.Shot;
import dev.rushes.timeline.domain.FootageAnalysis.Tag;
import dev.rushes.timeline.domain.FootageAnalysis.Tile;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Puts together what the analysis of all chunks says: the same chunks in any order give the same. */
public final class AnalysisMerger {
    private static final int MOST_TAGS = 50;

    private final FootageFindings findings;
    private final List<ChunkFindings> chunks;

    private AnalysisMerger(FootageFindings findings, List<ChunkFindings> chunks) {
        this.findings = findings;
        this.chunks = chunks.stream()
                .sorted(Comparator.comparing(
                                (ChunkFindings chunk) -> chunk.chunk().span().start())
                        .thenComparing(chunk -> chunk.chunk().track())
                        .thenComparing(chunk -> chunk.chunk().index()))
                .toList();
    }

    /**
     * @param findings the same chunks, merged for the cut
     * @param chunks findings of all chunks of both tracks; gaps have findings that say nothing
     * @param cut the clips of the film
     */
    public static FootageAnalysis merge(FootageFindings findings, List<ChunkFindings> chunks, List<Clip> cut) {
        return new AnalysisMerger(findings, chunks).merge(cut);
    }

    private FootageAnalysis merge(List<Clip> cut) {
        List<Moment> moments = findings.moments();
        List<Shot> shots = shots();
        return new FootageAnalysis(
                findings.footage(),
                shots,
                moments,
                Transcript.of(findings, sound()),
                language(),
                Chapters.of(findings, shots),
                tags(moments),
                Highlights.of(moments, cut),
                signals(),
                faces(),
                tiles(),
                findings.gaps(),
                modelGaps());
    }

    private List<ModelGap> modelGaps() {
        return chunks.stream()
                .flatMap(chunk -> chunk.told().misunderstood().map(why -> new ModelGap(chunk.chunk(), why)).stream())
                .toList();
    }

    private List<Understood> sound() {
        return chunks.stream()
                .filter(chunk -> chunk.chunk().track() == Track.AUDIO)
                .flatMap(chunk -> chunk.told().understood().stream())
                .toList();
    }

    private List<Shot> shots() {
        Map<Rational, ShotStart> starts = new HashMap<>();
        chunks.forEach(chunk -> chunk.told().starts().forEach(start -> {
            var unused = starts.putIfAbsent(start.at(), start);
        }));
        return findings.shots().stream()
                .map(span -> new Shot(span, Optional.ofNullable(starts.get(span.start()))))
                .toList();
    }

    private List<Signal> signals() {
        List<Signal> all = new ArrayList<>();
        for (ChunkFindings chunk : chunks) {
            Span limits = SpanSet.clip(chunk.chunk().span(), findings.footage());
            chunk.told()
                    .signals()
                    .forEach(signal -> all.add(new Signal(
                            SpanSet.clip(signal.span(), limits), signal.kind(), signal.score(), signal.by())));
        }
        return Signals.joined(all);
    }

    private List<Faces> faces() {
        List<Faces> all = new ArrayList<>();
        for (ChunkFindings chunk : chunks) {
            Span limits = SpanSet.clip(chunk.chunk().span(), findings.footage());
            chunk.told().faces().forEach(faces -> all.add(faces.during(SpanSet.clip(faces.span(), limits))));
        }
        return Faces.joined(all);
    }

    /** What most chunks say; of equally many, the one that comes first. */
    private Optional<String> language() {
        Map<String, Integer> votes = new LinkedHashMap<>();
        chunks.forEach(chunk -> chunk.told()
                .language()
                .filter(its -> !its.equals("und"))
                .ifPresent(its -> {
                    var unused = votes.merge(its, 1, Integer::sum);
                }));
        return votes.entrySet().stream()
                .reduce((first, second) -> second.getValue() > first.getValue() ? second : first)
                .map(Map.Entry::getKey);
    }

    private static List<Tag> tags(List<Moment> moments) {
        Map<String, List<Span>> spans = new LinkedHashMap<>();
        for (Moment moment : moments) {
            moment.tags().stream()
                    .map(tag -> tag.strip().toLowerCase(Locale.ROOT))
                    .filter(tag -> !tag.isEmpty())
                    .distinct()
                    .forEach(tag -> spans.computeIfAbsent(tag, none -> new ArrayList<>())
                            .add(moment.span()));
        }
        return spans.entrySet().stream()
                .map(entry -> new Tag(entry.getKey(), seconds(entry.getValue())))
                .sorted(Comparator.comparingDouble(Tag::seconds).reversed().thenComparing(Tag::tag))
                .limit(MOST_TAGS)
                .toList();
    }

    /** What both tracks tell at the same time counts once. */
    private static double seconds(List<Span> spans) {
        double sum = SpanSet.joined(spans, Rational.ZERO).spans().stream()
                .mapToDouble(span -> span.duration().toDouble())
                .sum();
        return Math.round(sum * 1000) / 1000.0;
    }

    private List<Tile> tiles() {
        List<Tile> tiles = new ArrayList<>();
        for (ChunkFindings chunk : chunks) {
            if (chunk.chunk().track() == Track.VIDEO) {
                Span limits = SpanSet.clip(chunk.chunk().span(), findings.footage());
                chunk.told().storyboard().ifPresent(board -> tiles.addAll(tiles(board, limits)));
            }
        }
        return tiles;
    }

    private static List<Tile> tiles(Storyboard board, Span limits) {
        List<Tile> tiles = new ArrayList<>();
        for (int i = 0; i < board.tiles().size(); i++) {
            Rational end = i + 1 < board.tiles().size() ? board.tiles().get(i + 1) : limits.end();
            Rational start = board.tiles().get(i);
            Span span = SpanSet.clip(new Span(start, Rational.max(start, end)), limits);
            if (span.duration().isPositive()) {
                tiles.add(new Tile(
                        span,
                        board.key(),
                        i % board.columns() * board.tileWidth(),
                        i / board.columns() * board.tileHeight(),
                        board.tileWidth(),
                        board.tileHeight()));
            }
        }
        return tiles;
    }
}
