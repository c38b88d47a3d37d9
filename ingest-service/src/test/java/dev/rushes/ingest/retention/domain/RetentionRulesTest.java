package dev.rushes.ingest.retention.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class RetentionRulesTest {
    private static final Instant END = Instant.parse("2026-03-01T10:00:00Z");
    private static final RetentionTerms TERMS = terms(7, 30, 40, 90);

    @Test
    void workFilesOfAFailedJobStayAsLongAsItsDeadLetters() {
        assertThat(TERMS.of(END, false)).isEqualTo(new Expiry(in(7), in(40), in(90)));
        assertThat(TERMS.of(END, true)).isEqualTo(new Expiry(in(30), in(40), in(90)));
    }

    @Test
    void aRunIsDueExactlyWhenItsTimeIsOver() {
        for (Expiring what : Expiring.values()) {
            for (boolean failed : new boolean[] {false, true}) {
                Expiry expiry = TERMS.of(END, failed);
                Instant at =
                        switch (what) {
                            case WORK -> expiry.workFiles();
                            case OUTPUTS -> expiry.outputs();
                            case JOB -> expiry.job();
                        };
                assertThat(TERMS.endedBefore(what, failed, at)).isEqualTo(END);
                assertThat(TERMS.endedBefore(what, failed, at.minusMillis(1))).isBefore(END);
            }
        }
    }

    @Test
    void nothingOutlivesWhatHoldsIt() {
        assertThat(terms(7, 30, 30, 10)).isEqualTo(terms(7, 10, 10, 10));
        assertThat(terms(7, 30, 5, 90)).isEqualTo(terms(5, 5, 5, 90));
        assertThatThrownBy(() -> terms(-1, 30, 30, 90))
                .hasMessageContaining("Expected nothing to be kept for less than no time");
    }

    @Test
    void everyTenantIsInOneGroup() {
        TermsBook book = new TermsBook(TERMS, Map.of("acme", terms(1, 1, 1, 1)));

        assertThat(book.of("acme").jobs()).isEqualTo(Duration.ofDays(1));
        assertThat(book.of("other")).isEqualTo(TERMS);
        assertThat(book.groups())
                .containsExactly(
                        new TermsBook.Group(TERMS, true, java.util.Set.of("acme")),
                        new TermsBook.Group(terms(1, 1, 1, 1), false, java.util.Set.of("acme")));
    }

    @Test
    void onlyFoldersThatThisProgramMakesHaveAnOwner() {
        UUID id = UUID.fromString("0195f000-0000-7000-8000-000000000001");
        OwnedFolder job = new OwnedFolder("acme", OwnedFolder.Kind.JOB, id);

        assertThat(OwnedFolder.of("tenants/acme/jobs/" + id + "/source/original"))
                .contains(job);
        assertThat(OwnedFolder.of(job.key() + "/a")).contains(job);
        assertThat(OwnedFolder.of("tenants/acme/uploads/" + id + "/original"))
                .contains(new OwnedFolder("acme", OwnedFolder.Kind.UPLOAD, id));
        for (String key : new String[] {
            "tenants/acme/jobs/" + id,
            "tenants/acme/jobs/" + id + "/",
            "tenants/acme/jobs/" + id + "0/source/original",
            "tenants/acme/notes/" + id + "/a",
            "tenants/ACME/jobs/" + id + "/a",
            "tenants/acme/jobs/README/a",
            "checks/0195",
            "other/tenants/acme/jobs/" + id + "/a",
        }) {
            assertThat(OwnedFolder.of(key)).as(key).isEqualTo(Optional.empty());
        }
    }

    @Test
    void whatIsTooMuchToBeTrueIsAskedAbout() {
        OrphanRule rule = new OrphanRule(Duration.ofDays(8), 100);

        assertThat(rule.storedBefore(in(8))).isEqualTo(END);
        assertThat(rule.judge(100, 100, false)).isEqualTo(OrphanRule.Verdict.REMOVE);
        assertThat(rule.judge(101, 100_000, false)).isEqualTo(OrphanRule.Verdict.ASK);
        assertThat(rule.judge(3, 2, false))
                .as("a ledger that knows less than half")
                .isEqualTo(OrphanRule.Verdict.ASK);
        assertThat(rule.judge(0, 0, false)).isEqualTo(OrphanRule.Verdict.REMOVE);
        assertThat(rule.judge(5_000, 0, true)).as("a person has looked").isEqualTo(OrphanRule.Verdict.REMOVE);
    }

    private static RetentionTerms terms(int work, int failed, int outputs, int jobs) {
        return new RetentionTerms(
                Duration.ofDays(work), Duration.ofDays(failed), Duration.ofDays(outputs), Duration.ofDays(jobs));
    }

    private static Instant in(int days) {
        return END.plus(Duration.ofDays(days));
    }
}
