package dev.rushes.analysis.gemini.domain;

import java.time.Duration;
import java.util.List;

/**
 * How patient the asking is.
 *
 * @param models names, in the order in which they are asked
 * @param tries times that a model is asked that is away, before the next one is
 * @param shortestMillis shorter pieces are not made
 * @param deepest times that a piece is halved
 * @param base first pause; doubles
 * @param cap longest pause
 * @param maxOutputTokens most tokens of thoughts and answer together
 */
public record CourseRules(
        List<String> models,
        int tries,
        long shortestMillis,
        int deepest,
        Duration base,
        Duration cap,
        int maxOutputTokens) {
    public CourseRules {
        models = List.copyOf(models);
        if (models.isEmpty() || tries < 1) {
            throw new IllegalArgumentException(
                    "Expected at least one model and one try, but got " + models + " and " + tries);
        }
    }

    Duration pause(int failures) {
        Duration pause = base.multipliedBy(1L << Math.min(10, Math.max(0, failures - 1)));
        return pause.compareTo(cap) > 0 ? cap : pause;
    }
}
