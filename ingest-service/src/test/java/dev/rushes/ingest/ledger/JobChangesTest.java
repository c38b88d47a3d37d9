package dev.rushes.ingest.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rushes.ingest.ledger.JobChanges.Change;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JobChangesTest {
    private static final UUID JOB = UUID.fromString("0190f1c8-0000-7000-8000-000000000001");

    @ParameterizedTest
    @ValueSource(strings = {"default", "a tenant with spaces", "0190f1c8-0000-7000-8000-000000000002"})
    void aChangeNamesTheJobAndItsTenant(String tenant) {
        assertThat(Change.of(JOB + " " + tenant)).isEqualTo(new Change(Optional.of(JOB), Optional.of(tenant)));
    }

    @Test
    void whatAnInstanceOfTheLastVersionSaysNamesTheJobAloneAndMayConcernAnyTenant() {
        assertThat(Change.of(JOB.toString())).isEqualTo(new Change(Optional.of(JOB), Optional.empty()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "null", "nobody default", "1; drop table ledger.jobs"})
    void whatNobodyOfThisVersionSaidMayConcernAnyJob(String said) {
        assertThat(Change.of(said)).isEqualTo(Change.ANY);
    }
}
