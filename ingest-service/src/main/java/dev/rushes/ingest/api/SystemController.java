package dev.rushes.ingest.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.rushes.ingest.check.Checkup;
import dev.rushes.ingest.check.Finding;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Whether all is well, for a person: what was looked at last in the background. */
@RestController
@RequestMapping(Addresses.SYSTEM)
final class SystemController {
    private final Checkup checkup;
    private final Clock clock;

    SystemController(Checkup checkup, Clock clock) {
        this.checkup = checkup;
        this.clock = clock;
    }

    /**
     * @param state the worst of the checks; PENDING until the first look is over
     * @param at when that was so
     * @param checks what was looked at
     */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record Health(String state, Optional<Instant> at, Optional<Double> ageSeconds, List<Checked> checks) {}

    /**
     * @param name for programs
     * @param state OK, WARNING or BROKEN
     * @param message what was seen, and what it means
     * @param advice what to do next; absent if nothing
     */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record Checked(String name, String state, String message, Optional<String> advice, long tookMillis) {}

    @GetMapping
    ResponseEntity<Health> health() {
        Instant now = clock.instant();
        return ResponseEntity.ok()
                .header("Cache-Control", "no-store")
                .body(checkup.latest()
                        .map(report -> new Health(
                                report.state().name(),
                                Optional.of(report.at()),
                                Optional.of(Math.max(
                                                0,
                                                Duration.between(report.at(), now)
                                                        .toMillis())
                                        / 1000.0),
                                report.results().stream()
                                        .map(SystemController::checked)
                                        .toList()))
                        .orElseGet(() -> new Health("PENDING", Optional.empty(), Optional.empty(), List.of())));
    }

    private static Checked checked(Checkup.Result result) {
        Finding finding = result.finding();
        return new Checked(
                result.name(),
                finding.state().name(),
                finding.message(),
                Optional.of(finding.advice()).filter(advice -> !advice.isEmpty()),
                result.took().toMillis());
    }
}
