package dev.rushes.ingest.retention;

import dev.rushes.ingest.retention.domain.OrphanRule;
import dev.rushes.ingest.retention.domain.RetentionTerms;
import dev.rushes.ingest.retention.domain.TermsBook;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How long what is kept, counted from the end of a job's run. A job that is not over loses nothing. To keep for good, set many years.
 *
 * @param work chunks, findings and parts of films of jobs that are completed or cancelled
 * @param failedWork the same of jobs that failed: as long as dead letters, so that a replay finds it
 * @param outputs films, timelines and footage
 * @param jobs the jobs themselves: rows, logs, and whatever is left of their objects
 * @param tenants other terms for single tenants, by name; what one leaves out is as for all
 * @param tick how often each instance asks whether a round is due
 * @param interval time between two rounds over jobs
 * @param batch most jobs that one round takes up of each kind; a full one is followed by the next at once
 * @param objects most objects that are removed of a job before it is the next one's turn
 * @param deletions most objects that are deleted at once
 * @param pause between two jobs of a round, and between two pages of a listing
 * @param lease how long a round or a job is one instance's that does not renew it: what a crash left is taken up after it
 * @param hold how long nothing of a job is removed after a further run was asked for: longer than the ledger may be late
 * @param firstWait wait after a look at a job that failed; each further one waits twice as long, 128 times that at most
 * @param lag a round begins only when the ledger knows everything that was told so long ago
 * @param orphans what belongs to nobody
 */
@Validated
@ConfigurationProperties(prefix = "rushes.retention", ignoreUnknownFields = false)
public record RetentionSettings(
        @DefaultValue("7d") Duration work,
        @DefaultValue("30d") Duration failedWork,
        @DefaultValue("30d") Duration outputs,
        @DefaultValue("90d") Duration jobs,
        @DefaultValue Map<String, Own> tenants,
        @DefaultValue("5s") Duration tick,
        @DefaultValue("10m") Duration interval,
        @DefaultValue("100") @Min(1) @Max(1_000) int batch,
        @DefaultValue("10000") @Min(1) int objects,
        @DefaultValue("8") @Min(1) @Max(64) int deletions,
        @DefaultValue("20ms") Duration pause,
        @DefaultValue("10m") Duration lease,
        @DefaultValue("1h") Duration hold,
        @DefaultValue("30s") Duration firstWait,
        @DefaultValue("1m") Duration lag,
        @DefaultValue Orphans orphans) {

    public RetentionSettings {
        tenants = Map.copyOf(tenants);
        if (Stream.of(tick, interval, lease, hold, firstWait).anyMatch(time -> !time.isPositive())
                || pause.isNegative()
                || lag.isNegative()) {
            throw new IllegalArgumentException(
                    "Expected tick, interval, lease, hold and first-wait of more than 0, and pause"
                            + " and lag of no less, but got " + tick + ", " + interval + ", " + lease + ", " + hold
                            + ", " + firstWait
                            + ", " + pause + " and " + lag);
        }
    }

    /** Terms of one tenant. */
    public record Own(
            @Nullable Duration work,
            @Nullable Duration failedWork,
            @Nullable Duration outputs,
            @Nullable Duration jobs) {}

    /**
     * Objects of jobs and uploads that nobody knows: a process that died between storing and asking, a job whose erasure was overtaken.
     *
     * @param interval time between two sweeps over the whole store
     * @param margin least age of the youngest object of a folder: longer than a request may lie on its topic, and than uploads are known; and of
     *     an upload that was begun in the store and never finished
     * @param most folders that a sweep removes without asking; nor does it, unasked, if there are more orphans than folders with an owner
     */
    public record Orphans(
            @DefaultValue("24h") Duration interval,
            @DefaultValue("8d") Duration margin,
            @DefaultValue("100") @Min(0) int most) {

        public Orphans {
            OrphanRule unused = new OrphanRule(margin, most);
            if (!interval.isPositive()) {
                throw new IllegalArgumentException("Expected an interval of more than 0, but got " + interval);
            }
        }

        OrphanRule rule() {
            return new OrphanRule(margin, most);
        }
    }

    TermsBook terms() {
        Map<String, RetentionTerms> own = new HashMap<>();
        tenants.forEach((tenant, its) -> own.put(
                tenant,
                new RetentionTerms(
                        or(its.work(), work),
                        or(its.failedWork(), failedWork),
                        or(its.outputs(), outputs),
                        or(its.jobs(), jobs))));
        return new TermsBook(new RetentionTerms(work, failedWork, outputs, jobs), own);
    }

    private static Duration or(@Nullable Duration its, Duration common) {
        return its == null ? common : its;
    }
}
