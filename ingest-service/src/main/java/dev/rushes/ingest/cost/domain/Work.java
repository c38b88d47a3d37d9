package dev.rushes.ingest.cost.domain;

import dev.rushes.flow.FlowStage;
import java.time.Duration;
import java.util.List;

/**
 * What a run does, as far as it matters for its cost.
 *
 * @param route stages that it visits
 * @param film longest film
 * @param analyzer who looks at the footage
 * @param seconds length of the footage
 * @param bytes its size
 * @param made what it costs to have the footage made
 */
public record Work(
        List<FlowStage> route, Duration film, String analyzer, double seconds, long bytes, FilmCost.Made made) {
    public Work {
        route = List.copyOf(route);
    }
}
