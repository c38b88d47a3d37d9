package dev.rushes.ingest.quota.domain;

/** What is limited. */
public enum Limit {
    /** Jobs that are not over. */
    JOBS("JOBS_QUOTA_REACHED", true, "jobs that are not over", "Wait until one is over, or cancel one."),
    /** Bytes that are stored. */
    BYTES(
            "BYTES_QUOTA_REACHED",
            false,
            "bytes stored",
            "Delete jobs that are not needed any more, or ask an operator for more."),
    /** Minutes of footage since midnight (UTC). */
    MINUTES(
            "MINUTES_QUOTA_REACHED",
            false,
            "minutes of footage today (UTC)",
            "Go on tomorrow, or ask an operator for more."),
    /** Money since midnight (UTC), in millionths. */
    MONEY(
            "MONEY_QUOTA_REACHED",
            false,
            "millionths of money today (UTC)",
            "Go on tomorrow, or ask an operator for more.");

    private final String code;
    private final boolean passing;
    private final String unit;
    private final String advice;

    Limit(String code, boolean passing, String unit, String advice) {
        this.code = code;
        this.passing = passing;
        this.unit = unit;
        this.advice = advice;
    }

    /** Stable code for programs. */
    public String code() {
        return code;
    }

    /** Whether waiting for a moment may be enough. */
    public boolean isPassing() {
        return passing;
    }

    public String unit() {
        return unit;
    }

    /** What to do about it. */
    public String advice() {
        return advice;
    }
}
