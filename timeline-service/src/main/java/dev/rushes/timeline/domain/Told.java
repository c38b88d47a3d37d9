package dev.rushes.timeline.domain;

import java.util.List;
import java.util.Optional;

/**
 * What the analysis of one chunk says beyond what the cut is chosen by.
 *
 * @param starts shots that begin inside the chunk
 * @param signals stretches of which an analyzer says something
 * @param faces stretches in which faces are seen
 * @param understood what a model understood, in order of time
 * @param language of the main speech, BCP 47; empty if nobody says
 * @param storyboard small pictures of the chunk
 * @param misunderstood what a model did not understand; empty if it understood all, or if none was asked
 */
public record Told(
        List<ShotStart> starts,
        List<Signal> signals,
        List<Faces> faces,
        List<Understood> understood,
        Optional<String> language,
        Optional<Storyboard> storyboard,
        Optional<Misunderstood> misunderstood) {
    public static final Told NOTHING =
            new Told(List.of(), List.of(), List.of(), List.of(), Optional.empty(), Optional.empty());

    public Told {
        starts = List.copyOf(starts);
        signals = List.copyOf(signals);
        faces = List.copyOf(faces);
        understood = List.copyOf(understood);
    }

    /** Whatever was asked of a model was understood. */
    public Told(
            List<ShotStart> starts,
            List<Signal> signals,
            List<Faces> faces,
            List<Understood> understood,
            Optional<String> language,
            Optional<Storyboard> storyboard) {
        this(starts, signals, faces, understood, language, storyboard, Optional.empty());
    }
}
