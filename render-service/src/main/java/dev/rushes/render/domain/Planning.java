package dev.rushes.render.domain;

import dev.rushes.media.value.Rational;
import java.time.Duration;
import java.util.List;

/** What came of planning a film. */
public sealed interface Planning {

    /**
     * It can be made.
     *
     * @param plan how
     * @param notes where it differs from what was asked for, in sentences for people
     */
    record Planned(RenderPlan plan, List<String> notes) implements Planning {}

    /**
     * The film would be longer than this installation makes.
     *
     * @param length of the film
     * @param limit of this installation
     */
    record TooLong(Rational length, Duration limit) implements Planning {}

    /**
     * There is nothing to show or to hear.
     *
     * @param why in a sentence for people
     */
    record Empty(String why) implements Planning {}

    /**
     * The options ask for a film that nobody can make.
     *
     * @param why in a sentence for people
     */
    record Unfit(String why) implements Planning {}
}
