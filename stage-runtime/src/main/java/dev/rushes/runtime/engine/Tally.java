package dev.rushes.runtime.engine;

import dev.rushes.runtime.observe.PriorityReport;
import dev.rushes.runtime.rules.Urgency;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Counts what a stage has of each urgency. Guarded by the engine's lock. */
final class Tally {
    private final Map<Urgency, Long> finished = new EnumMap<>(Urgency.class);
    private final Window window;

    Tally(Window window) {
        this.window = window;
    }

    /** A record that was picked has left its worker. To be told before the window is. */
    void left(Delivery delivery, Ending ending) {
        if (ending.isLast()) {
            var unused = finished.merge(window.urgency(delivery.envelope()), 1L, Long::sum);
        }
    }

    /** Those that have or had a record. */
    List<PriorityReport> report() {
        Map<Urgency, Integer> running = window.runningByUrgency();
        Map<Urgency, Integer> waiting = window.waitingByUrgency();
        return Arrays.stream(Urgency.values())
                .map(urgency -> new PriorityReport(
                        urgency,
                        running.getOrDefault(urgency, 0),
                        waiting.getOrDefault(urgency, 0),
                        finished.getOrDefault(urgency, 0L)))
                .filter(its -> its.running() + its.waiting() + its.finished() > 0)
                .toList();
    }
}
