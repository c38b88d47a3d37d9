package dev.rushes.standalone;

import java.time.Duration;
import java.util.Optional;

/**
 * What the person at the terminal asks for.
 *
 * @param recipe name of the recipe
 * @param duration wanted length of the film; empty takes the recipe's
 * @param format mp4, webm or gif
 * @param height upper limit in lines
 */
record JobWish(String recipe, Optional<Duration> duration, String format, int height) {}
