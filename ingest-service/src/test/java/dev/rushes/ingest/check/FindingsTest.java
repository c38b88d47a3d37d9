package dev.rushes.ingest.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rushes.ingest.access.AccessMode;
import dev.rushes.ingest.check.Finding.State;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.springframework.util.unit.DataSize;
import reactor.core.publisher.Mono;

class FindingsTest {
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private static final Duration MOST = Duration.ofSeconds(2);
    private static final List<Path> FOLDERS = List.of(Path.of("/data"));

    @Test
    void clocks_agree_as_far_as_the_question_took() {
        assertThat(clock(NOON.plusMillis(500), NOON.plusSeconds(1))).isEqualTo(State.OK);
        assertThat(clock(NOON.plusSeconds(9), NOON.plusSeconds(10)))
                .as("a slow answer proves nothing")
                .isEqualTo(State.OK);
        assertThat(clock(NOON.plusSeconds(5), NOON.plusSeconds(1))).isEqualTo(State.WARNING);
        assertThat(clock(NOON.minusSeconds(3), NOON)).isEqualTo(State.WARNING);
        assertThat(DatabaseChecks.clock(NOON, NOON.minusSeconds(3), NOON, MOST).message())
                .contains("3000 ms ahead of");
        assertThat(DatabaseChecks.clock(NOON, NOON.plusSeconds(3), NOON, MOST).message())
                .contains("3000 ms behind");
    }

    private static State clock(Instant theirs, Instant after) {
        return DatabaseChecks.clock(NOON, theirs, after, MOST).state();
    }

    @Test
    void encoders_that_are_missing_are_named() {
        assertThat(MachineChecks.encoders("8.0 (PATH)", Set.copyOf(MachineChecks.ENCODERS))
                        .state())
                .isEqualTo(State.OK);
        Finding finding = MachineChecks.encoders("8.0 (PATH)", Set.of("libx264", "aac", "gif"));
        assertThat(finding.state()).isEqualTo(State.BROKEN);
        assertThat(finding.message()).contains("8.0 (PATH) lacks libopus, libvpx-vp9");
    }

    @Test
    void a_disk_is_well_scarce_or_full() {
        assertThat(disk(20)).isEqualTo(State.OK);
        assertThat(disk(9)).isEqualTo(State.WARNING);
        assertThat(disk(0)).isEqualTo(State.BROKEN);
    }

    private static State disk(long gigabytes) {
        return MachineChecks.disk(
                        FOLDERS, DataSize.ofGigabytes(gigabytes), DataSize.ofGigabytes(10), DataSize.ofGigabytes(1))
                .state();
    }

    @Test
    void every_access_mode_has_its_sentence() {
        for (AccessMode mode : AccessMode.values()) {
            assertThat(AccessCheck.finding(mode).message()).endsWith(".");
        }
    }

    @Test
    void a_report_is_as_bad_as_its_worst_result_and_in_the_order_of_the_checks() {
        Checkup checkup = new Checkup(
                List.of(
                        new Check("late", Mono.never(), "wait"),
                        new Check("good", Mono.just(Finding.ok("Good.")), ""),
                        new Check("bad", Mono.error(new IllegalStateException("Expected a\nline, but")), "mend it")),
                new CheckSettings(
                        Duration.ofSeconds(30),
                        Duration.ofMillis(200),
                        DataSize.ofGigabytes(10),
                        DataSize.ofGigabytes(1),
                        MOST),
                Clock.systemUTC());

        assertThat(checkup.latest()).isEmpty();
        Checkup.Report report = java.util.Objects.requireNonNull(checkup.look().block());

        assertThat(report.state()).isEqualTo(State.BROKEN);
        assertThat(report.results()).extracting(Checkup.Result::name).containsExactly("late", "good", "bad");
        assertThat(report.results().get(0).finding().message()).contains("within 200 ms");
        assertThat(report.results().get(2).finding().message())
                .as("on one line")
                .isEqualTo("Expected a line, but");
        assertThat(report.results().get(2).finding().advice()).isEqualTo("mend it");
        assertThat(checkup.latest()).contains(report);
    }
}
