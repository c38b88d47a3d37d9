package dev.rushes.ingest.quota.domain;

import java.util.Map;

/** Whether a tenant may have more. */
public final class QuotaRule {
    private QuotaRule() {}

    /** What comes of asking for more. */
    public sealed interface Verdict {

        /** There is room. */
        record Granted() implements Verdict {}

        /**
         * There is none.
         *
         * @param most what the tenant may have
         * @param used what it has
         */
        record Refused(Limit limit, long most, long used) implements Verdict {
            /** "Expected …, but …", and what to do. */
            public String why() {
                return "Expected at most " + most + " " + limit.unit() + ", but with this one there would be more (now "
                        + used + "). " + limit.advice();
            }
        }
    }

    /**
     * Judges a wish for one more job.
     *
     * @param used what the tenant has, without this job; what is absent is 0
     * @param wanted what the job needs at once; minutes and money show later, so for them there must be any room left
     */
    public static Verdict judge(Limits limits, Map<Limit, Long> used, Map<Limit, Long> wanted) {
        for (Limit limit : Limit.values()) {
            long now = used.getOrDefault(limit, 0L);
            long more = wanted.getOrDefault(limit, limit == Limit.MINUTES || limit == Limit.MONEY ? 1L : 0L);
            if (limits.of(limit).isPresent()
                    && more > 0
                    && more > limits.of(limit).getAsLong() - now) {
                return new Verdict.Refused(limit, limits.of(limit).getAsLong(), now);
            }
        }
        return new Verdict.Granted();
    }
}
