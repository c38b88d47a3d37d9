package dev.rushes.ingest.domain;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * What the film should be like, where a bad value is possible.
 *
 * @param filmLength wanted length; empty takes the recipe's
 * @param chunkLength wanted length of a video chunk; empty takes the analyzer's
 * @param maxHeight upper limit of the film's height in lines
 * @param analyzer name of the analyzer
 * @param extra options of a recipe that have no field of their own
 */
public record Wishes(
        Optional<Duration> filmLength,
        Optional<Duration> chunkLength,
        int maxHeight,
        String analyzer,
        Map<String, String> extra) {

    public Wishes {
        extra = Map.copyOf(extra);
    }
}
