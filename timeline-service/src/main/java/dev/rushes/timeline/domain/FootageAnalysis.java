package dev.rushes.timeline.domain;

import dev.rushes.media.value.Span;
import java.util.List;
import java.util.Optional;

/**
 * Everything that is known about the whole footage, for people and other programs. Lists are in order of time.
 *
 * @param footage from 0 to its measured end
 * @param shots they partition the footage
 * @param moments what a model understood; empty without one
 * @param spoken those of them in which somebody says something that the model wrote down: of what is heard, and where nobody has listened of what is seen
 * @param language of the main speech; empty if nobody says
 * @param chapters they partition the footage
 * @param tags what is in the footage, most of it first
 * @param highlights what is worth showing, and why: what the model recommends, and the clips of the cut where it recommends nothing
 * @param signals what analyzers say of stretches
 * @param faces stretches in which faces are seen
 * @param tiles small pictures
 * @param gaps chunks that nothing is known about
 * @param modelGaps chunks of which a model did not understand all
 */
public record FootageAnalysis(
        Span footage,
        List<Shot> shots,
        List<Moment> moments,
        List<Moment> spoken,
        Optional<String> language,
        List<Chapter> chapters,
        List<Tag> tags,
        List<Clip> highlights,
        List<Signal> signals,
        List<Faces> faces,
        List<Tile> tiles,
        List<AnalyzedChunk> gaps,
        List<ModelGap> modelGaps) {

    public FootageAnalysis {
        shots = List.copyOf(shots);
        moments = List.copyOf(moments);
        spoken = List.copyOf(spoken);
        chapters = List.copyOf(chapters);
        tags = List.copyOf(tags);
        highlights = List.copyOf(highlights);
        signals = List.copyOf(signals);
        faces = List.copyOf(faces);
        tiles = List.copyOf(tiles);
        gaps = List.copyOf(gaps);
        modelGaps = List.copyOf(modelGaps);
    }

    /** Where somebody is heard to speak; these do not overlap. */
    public List<Span> speech() {
        return signals.stream()
                .filter(signal -> signal.kind().equals("speech"))
                .map(Signal::span)
                .toList();
    }

    /** A chunk of which a model did not understand all. */
    public record ModelGap(AnalyzedChunk chunk, Misunderstood why) {}

    /**
     * A shot.
     *
     * @param start how it begins; empty for the first shot, and where a cut lies between two chunks
     */
    public record Shot(Span span, Optional<ShotStart> start) {}

    /** A stretch with a title. */
    public record Chapter(Span span, String title) {}

    /**
     * Something that is in the footage.
     *
     * @param seconds for how long moments tell of it
     */
    public record Tag(String tag, double seconds) {}

    /** A small picture: where it is in which file, and for how long it stands. */
    public record Tile(Span span, String key, int x, int y, int width, int height) {}
}
