package dev.rushes.render.domain;

/** What the film shows. */
public sealed interface Picture {

    /**
     * The source's pictures, upright.
     *
     * @param stream index of the stream in the container
     */
    record Footage(int stream) implements Picture {}

    /** A drawing of the sound, for footage that has nothing else. */
    record Waveform() implements Picture {}
}
