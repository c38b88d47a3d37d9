package dev.rushes.runtime.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/**
 * The runtime under everything that may go wrong. How many seeds: {@code -Drushes.simulation.seeds=500000}. One seed again, with its story:
 * {@code -Drushes.simulation.seed=4711}.
 */
class SimulationTest {
    private static final Logger RUNTIME = (Logger) LoggerFactory.getLogger("dev.rushes.runtime");

    /** Thousands of runs would tell of tens of thousands of failures. */
    @BeforeAll
    static void beQuiet() {
        RUNTIME.setLevel(Level.OFF);
    }

    @AfterAll
    static void speakAgain() {
        RUNTIME.setLevel(null);
    }

    @Test
    void every_invariant_holds_for_every_seed() {
        Long one = Long.getLong("rushes.simulation.seed");
        if (one != null) {
            assertThat(Simulation.tell(one)).isEmpty();
            return;
        }
        long first = Long.getLong("rushes.simulation.first", 1);
        assertThat(SimRun.seeds(first, Long.getLong("rushes.simulation.seeds", 50_000)))
                .isEmpty();
    }
}
