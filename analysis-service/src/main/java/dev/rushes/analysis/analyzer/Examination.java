package dev.rushes.analysis.analyzer;

import dev.rushes.analysis.domain.AnalyzerCost;
import dev.rushes.analysis.domain.Insight;
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
 * @param storyboard small pictures at equal steps in one JPEG file; empty for sound, and where it could not be made
 * @param costs what each analyzer cost, and the decode; empty if it was not measured
 * @param insight what a model understood, or why none was asked; empty if the analyzer has nothing to do with models
 */
public record Examination(
        Observations observations,
        Optional<String> problem,
        List<Still> stills,
        Optional<Storyboard> storyboard,
        List<AnalyzerCost> costs,
        Optional<Insight> insight) {
    public Examination {
        stills = List.copyOf(stills);
        costs = List.copyOf(costs);
    }

    /** Observations with pictures, and nothing else. */
    public Examination(Observations observations, Optional<String> problem, List<Still> stills) {
        this(observations, problem, stills, Optional.empty(), List.of(), Optional.empty());
    }

    /**
     * The small pictures of a chunk, row by row in one file.
     *
     * @param tiles when each is shown; the last one until the chunk ends
     */
    public record Storyboard(List<Rational> tiles, int columns, int tileWidth, int tileHeight, Path file) {
        public Storyboard {
            tiles = List.copyOf(tiles);
        }
    }

    /** The same with what a model understood, or with why none was asked; what it did not understand is a problem beside the others. */
    public Examination with(Insight its) {
        return its.status() == Insight.Status.OK || its.status() == Insight.Status.OFF
                ? new Examination(observations, problem, stills, storyboard, costs, Optional.of(its))
                : lacking(its, its.problem().orElse("Expected a model to understand the chunk, but it did not."));
    }

    /**
     * The same with what a model did not understand, all or some of it, in words that say which chunk it is.
     *
     * @param lack what is lacking and why, in a sentence for people
     */
    public Examination lacking(Insight its, String lack) {
        String both = problem.map(local -> local + " ").orElse("") + lack;
        return new Examination(observations, Optional.of(both), stills, storyboard, costs, Optional.of(its));
    }

    /** A picture that stands for its shot, and the JPEG file that holds it. */
    public record Still(Rational at, Path file) {}
}
