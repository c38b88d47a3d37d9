package dev.rushes.ingest.retention.domain;

import dev.rushes.ingest.ledger.domain.Job;
import dev.rushes.ingest.ledger.domain.JobState;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Whose things are kept how long.
 *
 * @param common terms of all who have none of their own
 * @param own terms of single tenants
 */
public record TermsBook(RetentionTerms common, Map<String, RetentionTerms> own) {
    public TermsBook {
        own = Map.copyOf(own);
    }

    /**
     * Tenants with the same terms.
     *
     * @param tenants these, or all but these
     */
    public record Group(RetentionTerms terms, boolean allBut, Set<String> tenants) {
        public Group {
            tenants = Set.copyOf(tenants);
        }
    }

    /** All tenants, each in one group. */
    public List<Group> groups() {
        List<Group> groups = new ArrayList<>();
        groups.add(new Group(common, true, own.keySet()));
        own.forEach((tenant, terms) -> groups.add(new Group(terms, false, Set.of(tenant))));
        return groups;
    }

    public RetentionTerms of(String tenant) {
        return own.getOrDefault(tenant, common);
    }

    /** When things of a job go; empty while it is not over. */
    public Optional<Expiry> expiry(Job job) {
        return job.times().finished().filter(_ -> job.state().isTerminal()).map(ended -> of(job.tenant())
                .of(ended, job.state() == JobState.FAILED));
    }
}
