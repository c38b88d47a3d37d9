package dev.rushes.ingest.generation.domain;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/** What a look at a purchase has shown. */
public sealed interface Look {

    /** The film is being made. */
    record Making() implements Look {}

    /**
     * The film is made.
     *
     * @param film where it can be fetched
     * @param usage what it used, if the service counts
     * @param oddity what is odd about it, as a sentence
     */
    record Made(URI film, Optional<FilmUsage> usage, Optional<String> oddity) implements Look {}

    /**
     * There will be no film.
     *
     * @param why what kind of end it is
     * @param message what the service says, for people
     * @param usage what it used all the same, if the service counts
     */
    record NoFilm(Why why, String message, Optional<FilmUsage> usage) implements Look {}

    /**
     * The service does not know it, or will not speak of it. That happens to what is being made, for minutes.
     *
     * @param free whether the service says that it costs nothing
     * @param expired whether it says that it was there once
     */
    record Denied(String message, boolean free, boolean expired) implements Look {}

    /** Nothing could be learned now. */
    record Away(String message, Optional<Duration> pause) implements Look {}

    /** The key is refused: that is our own matter. */
    record KeyRefused(String message) implements Look {}

    /** Why there will be no film. */
    enum Why {
        /** What was made, or asked for, is not shown. */
        FILTERED,
        /** The model failed. */
        FAILED,
        /** The money or the time that the service allows is used up. */
        OUT_OF_BUDGET,
        /** Somebody stopped it. */
        CANCELLED
    }
}
