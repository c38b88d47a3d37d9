package dev.rushes.analysis.analyzer;

import dev.rushes.analysis.domain.Observations;
import dev.rushes.media.value.Rational;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What an analyzer found out about a chunk.
 *
 * @param observations what was seen or heard
 * @param problem what could not be decoded, in a sentence for people; empty if the whole chunk was seen
 * @param stills representative pictures as JPEG files in the scratch folder, in order of time
 */
public record Examination(Observations observations, Optional<String> problem, List<Still> stills) {
    public Examination {
        stills = List.copyOf(stills);
    }

    /** A picture that stands for its shot, and the JPEG file that holds it. */
    public record Still(Rational at, Path file) {}
}
