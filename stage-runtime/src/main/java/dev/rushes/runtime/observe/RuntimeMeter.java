package dev.rushes.runtime.observe;

/** Every meter of the runtime. All are tagged with {@code stage}; further tags are named below. Names are an interface for dashboards. */
public enum RuntimeMeter {
    /** Counter: records taken in from the stage's topic and its retry topic; tag {@code topic}. */
    RECEIVED("rushes.stage.received", "Records taken in"),
    /** Gauge: records being handled now. */
    IN_FLIGHT("rushes.stage.in.flight", "Records being handled now"),
    /** Gauge: records that wait for a worker or for their time. */
    WAITING("rushes.stage.waiting", "Records that wait for a worker or for their time"),
    /** Counter: records that left a window that was nearly full, or held back a commit, for the tail of the retry topic. */
    SIFTED("rushes.stage.sifted", "Records moved to the tail of the retry topic"),
    /** Counter: records that were acknowledged while their work runs on under a lease. */
    CONTINUATIONS("rushes.stage.continuations", "Records acknowledged while their work runs on"),
    /** Gauge: pieces of work that some instance holds a lease for, of all stages. */
    LEASES("rushes.stage.leases", "Work that is held under a lease, on any instance"),
    /** Gauge: records that may be handled at a time. */
    CONCURRENCY("rushes.stage.concurrency", "Records that may be handled at a time"),
    /** Gauge: 1 while the stage is paused by order. */
    PAUSED("rushes.stage.paused", "Whether the stage is paused by order"),
    /** Gauge, seconds: how long the record has been handled that has been handled for longest; 0 if none is. */
    OLDEST_RUNNING("rushes.stage.oldest.running", "Age of the longest running try"),
    /** Gauge, seconds: how long the record has waited that is due and has waited for longest; 0 if none does. */
    OLDEST_WAITING("rushes.stage.oldest.waiting", "Longest wait of a record that is due"),
    /** Gauge, records: in the window, running ones included; tag {@code topic}. */
    WINDOW_RECORDS("rushes.stage.window.records", "Records in the window, running ones included"),
    /** Gauge, bytes: keys, values and headers in the window; tag {@code topic}. */
    WINDOW_BYTES("rushes.stage.window.bytes", "Bytes in the window, running records included"),
    /** Gauge: 1 while something that every record needs is away and the stage only probes. */
    OUTAGE("rushes.stage.outage", "Whether something that every record needs is away"),
    /** Timer: from when a record was in the window and due until a worker took it up; tag {@code priority}. */
    WAIT("rushes.stage.wait", "Time that a record waited for a worker"),
    /** Timer: from the start of a try until everything that follows from it is stored; tag {@code outcome}. */
    DURATION("rushes.stage.duration", "Time of one try, with what follows from it"),
    /** Counter: records sent to the retry topic, postponements included; tag {@code code} of the failure. */
    RETRIES("rushes.stage.retries", "Records sent to the retry topic"),
    /** Counter: records given up; tag {@code code} of the failure. */
    DEAD_LETTERS("rushes.stage.dead.letters", "Records given up"),
    /** Counter: records whose work had been done before. */
    REPEATS("rushes.stage.repeats", "Records whose work had been done before"),
    /** Counter: tries to send a letter that failed and will be repeated. */
    SEND_FAILURES("rushes.stage.send.failures", "Failed tries to publish"),
    /** Counter: commits that failed and will be repeated. */
    COMMIT_FAILURES("rushes.source.commit.failures", "Failed commits"),
    /** Counter: consumers that died and were replaced. */
    RECEIVER_RESTARTS("rushes.source.restarts", "Consumers that died and were replaced"),
    /** Gauge, records: not finished, in the window or still to be read, of this instance's partitions; tag {@code topic}. */
    LAG("rushes.source.lag", "Records that are not finished"),
    /** Gauge, seconds: since the oldest unfinished record in the window was written; tag {@code topic}. */
    LAG_SECONDS("rushes.source.lag.seconds", "Age of the oldest unfinished record since it was written"),
    /** Gauge, seconds: age of the oldest record that holds back a commit; tag {@code topic}. */
    FRONTIER_AGE("rushes.source.frontier.age", "Age of the oldest unfinished record"),
    /** Gauge, records: largest number of records of a partition between its commit position and its last record; tag {@code topic}. */
    FRONTIER_SPAN("rushes.source.frontier.span", "Largest span between commit position and last record"),
    /** Gauge: partitions that this instance owns; tag {@code topic}. */
    PARTITIONS("rushes.source.partitions", "Partitions that this instance owns"),
    /** Counter: partitions that came or went; tag {@code how}: assigned, revoked, lost. */
    PARTITION_MOVES("rushes.source.partition.moves", "Partitions that came or went"),
    /** Gauge, seconds: time since the last poll; tag {@code topic}. More than a few seconds means that the loop hangs. */
    POLL_AGE("rushes.source.poll.age", "Time since the last poll");

    private final String meterName;
    private final String description;

    RuntimeMeter(String meterName, String description) {
        this.meterName = meterName;
        this.description = description;
    }

    public String meterName() {
        return meterName;
    }

    public String description() {
        return description;
    }
}
