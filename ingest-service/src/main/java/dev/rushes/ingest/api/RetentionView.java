package dev.rushes.ingest.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.rushes.ingest.retention.Expiries;
import dev.rushes.ingest.retention.Orphans;
import dev.rushes.ingest.retention.Sweeps;
import dev.rushes.ingest.retention.domain.Expiring;
import dev.rushes.ingest.retention.domain.RetentionTerms;
import dev.rushes.ingest.retention.domain.TermsBook;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

/**
 * What would go now, and how the removal stands.
 *
 * @param terms of all who have none of their own
 * @param tenants terms of single tenants
 * @param due jobs that the next round takes up, by what goes of them; one of which more is due counts with each
 * @param next the longest waiting of them
 * @param removing jobs that are being looked at
 * @param orphans folders that belong to nobody and are old enough, as the last sweep found them
 * @param sweeps what goes round
 */
record RetentionView(
        Terms terms,
        Map<String, Terms> tenants,
        Map<Expiring, Long> due,
        List<DueJob> next,
        long removing,
        OrphansView orphans,
        List<Sweep> sweeps) {

    /** In seconds from the end of a job's run. */
    record Terms(long workFiles, long failedWorkFiles, long outputs, long jobs) {
        static Terms of(RetentionTerms terms) {
            return new Terms(
                    terms.work().toSeconds(),
                    terms.failedWork().toSeconds(),
                    terms.outputs().toSeconds(),
                    terms.jobs().toSeconds());
        }
    }

    /** A job with something that is due. */
    record DueJob(UUID id, String tenant, Expiring what, Instant endedAt) {
        static DueJob of(Expiries.Due due) {
            return new DueJob(due.jobId(), due.tenant(), due.what(), due.endedAt());
        }
    }

    /** @param first some of them */
    record OrphansView(long marginSeconds, long folders, List<Orphan> first) {}

    /**
     * A folder that belongs to nobody.
     *
     * @param newest when the youngest of its objects was stored
     */
    record Orphan(String folder, long objects, long bytes, Instant newest, Instant foundAt) {
        static Orphan of(Orphans.Orphan orphan) {
            return new Orphan(orphan.folder(), orphan.objects(), orphan.bytes(), orphan.newest(), orphan.foundAt());
        }
    }

    /**
     * A round that one instance makes for all.
     *
     * @param dueAt when the next begins
     * @param beganAt the last that began
     * @param endedAt the last that ended; the rest is about that one
     * @param lookedAt jobs, or folders that belong to somebody
     * @param found jobs of which all that was due is gone, or folders and unfinished uploads that belong to nobody
     * @param removed objects and unfinished uploads
     * @param problem LEDGER_BEHIND: the ledger did not know all that the log knows. TOO_MANY_ORPHANS: somebody is to look at them first
     */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record Sweep(
            Sweeps.Name name,
            Instant dueAt,
            boolean running,
            Optional<Instant> beganAt,
            Optional<Instant> endedAt,
            long lookedAt,
            long found,
            long removed,
            long bytes,
            Optional<String> problem) {
        static Sweep of(Sweeps.Standing standing) {
            Sweeps.Outcome outcome = standing.outcome();
            return new Sweep(
                    standing.name(),
                    standing.dueAt(),
                    standing.running(),
                    standing.beganAt(),
                    standing.endedAt(),
                    outcome.lookedAt(),
                    outcome.found(),
                    outcome.removed(),
                    outcome.bytes(),
                    Optional.of(outcome.problem()).filter(problem -> !problem.isEmpty()));
        }
    }

    static Map<String, Terms> tenants(TermsBook book) {
        Map<String, Terms> tenants = new TreeMap<>();
        book.own().forEach((tenant, terms) -> tenants.put(tenant, Terms.of(terms)));
        return tenants;
    }
}
