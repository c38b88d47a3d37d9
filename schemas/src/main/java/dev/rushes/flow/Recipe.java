package dev.rushes.flow;

import static dev.rushes.flow.FlowStage.ANALYSIS;
import static dev.rushes.flow.FlowStage.RENDER;
import static dev.rushes.flow.FlowStage.SPLIT;
import static dev.rushes.flow.FlowStage.TIMELINE;
import static dev.rushes.flow.FlowStage.UPLOAD;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A recipe fixes, when a job is requested, which stages the job visits and what it wants unless told otherwise. A new kind of job is a
 * new recipe, never a new pipeline.
 */
public enum Recipe {
    /** Long footage to a short film. */
    HIGHLIGHTS(List.of(UPLOAD, SPLIT, ANALYSIS, TIMELINE, RENDER), Duration.ofSeconds(20)),
    /** The timeline only: what is in the footage and where one would cut. */
    ANALYZE(List.of(UPLOAD, SPLIT, ANALYSIS, TIMELINE), Duration.ofSeconds(20)),
    /** A film from words: what the model made, whole, in the format that was asked for. Longer than any clip of a model, so that nothing is cut off. */
    GENERATE(List.of(UPLOAD, TIMELINE, RENDER), Duration.ofMinutes(1));

    private final List<FlowStage> route;
    private final Duration filmLength;

    Recipe(List<FlowStage> route, Duration filmLength) {
        this.route = route;
        this.filmLength = filmLength;
    }

    /** Name in events and in the HTTP API. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Stages in the order of the visit; the first is always the upload. */
    public List<FlowStage> route() {
        return route;
    }

    /** Length of the film where the caller names none. */
    public Duration filmLength() {
        return filmLength;
    }

    /** The recipe of that label, if there is one. */
    public static Optional<Recipe> ofLabel(String label) {
        return Arrays.stream(values())
                .filter(recipe -> recipe.label().equals(label))
                .findFirst();
    }

    /** All labels, for messages to people: "highlights, analyze, generate". */
    public static String labels() {
        return Arrays.stream(values()).map(Recipe::label).collect(Collectors.joining(", "));
    }
}
