package dev.rushes.analysis.gemini;

import dev.rushes.runtime.stage.Failure;
import dev.rushes.runtime.stage.LaneBusy;
import dev.rushes.runtime.stage.LanePass;
import dev.rushes.runtime.stage.StageContext;
import dev.rushes.runtime.stage.StageFailure;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Optional;
import reactor.core.publisher.Mono;

/** The models' lanes, as one record uses them, and the service's days. */
final class ModelLanes {
    /** Where the days of the service begin. */
    private static final ZoneId PACIFIC = ZoneId.of("America/Los_Angeles");

    private final Tools tools;
    private final StageContext<?> job;

    ModelLanes(Tools tools, StageContext<?> job) {
        this.tools = tools;
        this.job = job;
    }

    Mono<LanePass> reserve(String model, long tokens) {
        return job.lane(GeminiAnalyzer.lane(model)).reserve(tokens);
    }

    /** Whether waiting is worse than asking another model. */
    boolean isFarAway(LaneBusy busy) {
        Instant soon = tools.clock().instant().plus(tools.settings().switchAfter());
        return busy.until().filter(until -> until.isAfter(soon)).isPresent();
    }

    /** Pauses the model's lane on every instance; gives what the record ends with if it has to wait. */
    Mono<StageFailure> hold(String model, Duration wait, String why) {
        Instant until = tools.clock().instant().plus(wait);
        StageFailure throttled = new StageFailure(new Failure(
                GeminiFailure.GEMINI_THROTTLED,
                "Expected " + model + " to take a call, but it asks to wait for " + wait.toSeconds() + " s: " + why,
                Optional.of(wait)));
        return job.lane(GeminiAnalyzer.lane(model)).hold(until, why).thenReturn(throttled);
    }

    Duration untilMidnight() {
        Instant now = tools.clock().instant();
        Instant midnight = today().plusDays(1).atStartOfDay(PACIFIC).toInstant();
        return Duration.between(now, midnight).plusSeconds(1);
    }

    LocalDate today() {
        return LocalDate.ofInstant(tools.clock().instant(), PACIFIC);
    }
}
