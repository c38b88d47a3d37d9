package dev.rushes.runtime.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/**
 * The runtime under everything that may go wrong. How many seeds: {@code -Drushes.simulation.seeds=50000}. One seed again, with its story:
 * {@code -Drushes.simulation.seed=4711}.
 */
class SimulationTest {

    @Test
    void every_invariant_holds_for_every_seed() {
        Long one = Long.getLong("rushes.simulation.seed");
        if (one != null) {
            assertThat(Simulation.tell(one)).isEmpty();
            return;
        }
        long first = Long.getLong("rushes.simulation.first", 1);
        assertThat(SimRun.seeds(first, Long.getLong("rushes.simulation.seeds", 2_000)))
                .isEmpty();
    }
}
