package dev.rushes.runtime.engine;

import dev.rushes.runtime.observe.StageMeters;
import dev.rushes.runtime.rules.StoppedRuns;
import java.util.random.RandomGenerator;

/**
 * What an engine works with.
 *
 * @param outbox where letters go
 * @param timer clock and alarm
 * @param random chance for jitter and identifiers of spans
 * @param crew does what may block: a worker for each record that is being handled
 * @param meters what operators see
 * @param stopped runs that are over by decree; shared by all engines of the process
 * @param leases who works on what; shared by all engines of the process
 * @param lanes budgets of outside services; shared by all engines of the process
 * @param worker name of this instance, shown to people
 * @param settings limits
 */
public record Tools(
        Outbox outbox,
        Timer timer,
        RandomGenerator random,
        Crew crew,
        StageMeters meters,
        StoppedRuns stopped,
        Leases leases,
        Lanes lanes,
        String worker,
        EngineSettings settings) {}
