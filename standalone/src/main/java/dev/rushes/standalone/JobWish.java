package dev.rushes.standalone;

import dev.rushes.flow.Recipe;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * What the person at the terminal asks for.
 *
 * @param recipe name of the recipe
 * @param duration wanted length of the film; empty takes the recipe's
 * @param format mp4, webm or gif
 * @param height upper limit in lines
 * @param analyzer who looks at the footage; empty takes what needs neither key nor money
 */
record JobWish(String recipe, Optional<Duration> duration, String format, int height, Optional<String> analyzer) {
    private static final Set<String> FORMATS = Set.of("mp4", "webm", "gif");
    private static final Set<Integer> HEIGHTS = Set.of(1080, 720, 480);

    /** With the usual analyzer. */
    JobWish(String recipe, Optional<Duration> duration, String format, int height) {
        this(recipe, duration, format, height, Optional.empty());
    }

    /**
     * Finds what the API would refuse before anything is started for it.
     *
     * @param prompted whether the footage is to be made from words
     * @throws UserError if a word or number is none of the choices
     */
    void check(boolean prompted) {
        if (Recipe.ofLabel(recipe).isEmpty()) {
            throw new UserError("Unknown recipe \"" + recipe + "\". Use one of: " + Recipe.labels() + ".");
        }
        if (recipe.equals(Recipe.GENERATE.label()) && !prompted) {
            throw new UserError("Expected --prompt for the recipe generate, but got a file.");
        }
        if (!FORMATS.contains(format)) {
            throw new UserError("Unknown format \"" + format + "\". Use one of: mp4, webm, gif.");
        }
        if (!HEIGHTS.contains(height)) {
            throw new UserError("Unknown height " + height + ". Use one of: 1080, 720, 480.");
        }
        if (duration.filter(length -> !length.isPositive()).isPresent()) {
            throw new UserError("Expected a film of at least 1s, but --duration asks for none.");
        }
    }
}
