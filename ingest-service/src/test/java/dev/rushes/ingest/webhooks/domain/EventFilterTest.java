package dev.rushes.ingest.webhooks.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventFilterTest {

    @ParameterizedTest(name = "{0} gets {1}: {2}")
    @CsvSource({
        "job.completed, job.completed, true",
        "job.completed, job.failed, false",
        "job.*, job.completed, true",
        "job.*, job.stage.completed, true",
        "job.*, webhook.test, false",
        "job.stage.*, job.stage.completed, true",
        "job.stage.*, job.completed, false",
        "*, webhook.disabled, true",
        "job, job.completed, false",
        "job.stage, job.stage.completed, false",
    })
    void aPatternIsATypeOrAGroupOfTypes(String pattern, String type, boolean wanted) {
        HookType its = Arrays.stream(HookType.values())
                .filter(known -> known.label().equals(type))
                .findFirst()
                .orElseThrow();

        assertThat(new EventFilter(List.of(pattern)).wants(its)).isEqualTo(wanted);
    }

    @Test
    void whoNamesNothingHearsOfTheEndsOfRuns() {
        EventFilter filter = new EventFilter(List.of());

        assertThat(Arrays.stream(HookType.values()).filter(filter::wants))
                .containsExactly(
                        HookType.JOB_COMPLETED, HookType.JOB_FAILED, HookType.JOB_CANCELLED, HookType.WEBHOOK_DISABLED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "job.",
                ".job",
                "job..completed",
                "job.*.completed",
                "**",
                "*.completed",
                "job completed",
                "jöb.*"
            })
    void whatIsNoPatternIsRefused(String pattern) {
        assertThat(EventFilter.problem(pattern)).isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"job.complete", "jobs.*", "job", "webhooks.test"})
    void whatCanNeverMatchIsTakenForASlip(String pattern) {
        assertThat(EventFilter.problem(pattern).orElseThrow()).contains("job.completed", pattern);
    }

    @Test
    void namesAreAnInterfaceForReceiversAndFitTheStandard() {
        assertThat(HookType.values())
                .allSatisfy(type -> assertThat(type.label()).matches("[a-z_]+(\\.[a-z_]+)+"));
        assertThat(EventFilter.problem("job.*")).isEmpty();
    }
}
