package dev.rushes.runtime.observe;

import java.util.List;
import java.util.stream.Stream;

/** Every meter of the runtime. All are tagged with {@code stage}; further tags are named below. Names are an interface for dashboards. */
public enum RuntimeMeter implements DocumentedMeter {
    /** Counter: records taken in from the stage's topic and its retry topic; tag {@code topic}. */
    RECEIVED("rushes.stage.received", "Records taken in", Kind.COUNTER, "", "topic"),
    /** Gauge: records being handled now. */
    IN_FLIGHT("rushes.stage.in.flight", "Records being handled now", Kind.GAUGE, ""),
    /** Gauge: records that wait for a worker or for their time. */
    WAITING("rushes.stage.waiting", "Records that wait for a worker or for their time", Kind.GAUGE, ""),
    /** Counter: records due much later that left a window that was nearly full and are read again in time. */
    SHELVED(
            "rushes.stage.shelved",
            "Records due much later that were left in the log, to be read again in time",
            Kind.COUNTER,
            ""),
    /** Counter: records that left a window that was nearly full, or held back a commit, for the tail of the retry topic. */
    SIFTED("rushes.stage.sifted", "Records moved to the tail of the retry topic", Kind.COUNTER, ""),
    /** Counter: records that were acknowledged while their work runs on under a lease. */
    CONTINUATIONS("rushes.stage.continuations", "Records acknowledged while their work runs on", Kind.COUNTER, ""),
    /** Gauge: pieces of work that some instance holds a lease for, of all stages. */
    LEASES("rushes.stage.leases", "Work that is held under a lease, on any instance", Kind.GAUGE, ""),
    /** Gauge: records that may be handled at a time. */
    CONCURRENCY("rushes.stage.concurrency", "Records that may be handled at a time", Kind.GAUGE, ""),
    /** Gauge: 1 while the stage is paused by order. */
    PAUSED("rushes.stage.paused", "Whether the stage is paused by order", Kind.GAUGE, ""),
    /** Gauge, seconds: how long the record has been handled that has been handled for longest; 0 if none is. */
    OLDEST_RUNNING("rushes.stage.oldest.running", "Age of the longest running try", Kind.GAUGE, "seconds"),
    /** Gauge, seconds: how long the record has waited that is due and has waited for longest; 0 if none does. */
    OLDEST_WAITING("rushes.stage.oldest.waiting", "Longest wait of a record that is due", Kind.GAUGE, "seconds"),
    /** Gauge, records: in the window, running ones included; tag {@code topic}. */
    WINDOW_RECORDS(
            "rushes.stage.window.records", "Records in the window, running ones included", Kind.GAUGE, "", "topic"),
    /** Gauge, bytes: keys, values and headers in the window; tag {@code topic}. */
    WINDOW_BYTES(
            "rushes.stage.window.bytes", "Bytes in the window, running records included", Kind.GAUGE, "bytes", "topic"),
    /** Gauge: 1 while something that every record needs is away and the stage only probes. */
    OUTAGE("rushes.stage.outage", "Whether something that every record needs is away", Kind.GAUGE, ""),
    /** Timer: from when a record was in the window and due until a worker took it up; tag {@code priority}. */
    WAIT("rushes.stage.wait", "Time that a record waited for a worker", Kind.TIMER, "", "priority"),
    /** Timer: from the start of a try until everything that follows from it is stored; tag {@code outcome}. */
    DURATION("rushes.stage.duration", "Time of one try, with what follows from it", Kind.TIMER, "", "outcome"),
    /** Counter: records sent to the retry topic, postponements included; tag {@code code} of the failure. */
    RETRIES("rushes.stage.retries", "Records sent to the retry topic", Kind.COUNTER, "", "code"),
    /** Counter: records given up; tag {@code code} of the failure. */
    DEAD_LETTERS("rushes.stage.dead.letters", "Records given up", Kind.COUNTER, "", "code"),
    /** Counter: records whose work had been done before. */
    REPEATS("rushes.stage.repeats", "Records whose work had been done before", Kind.COUNTER, ""),
    /** Counter: tries to send a letter that failed and will be repeated. */
    SEND_FAILURES("rushes.stage.send.failures", "Failed tries to publish", Kind.COUNTER, ""),
    /** Counter: commits that failed and will be repeated. */
    COMMIT_FAILURES("rushes.source.commit.failures", "Failed commits", Kind.COUNTER, ""),
    /** Counter: consumers that died and were replaced. */
    RECEIVER_RESTARTS("rushes.source.restarts", "Consumers that died and were replaced", Kind.COUNTER, ""),
    /** Gauge, records: not finished, in the window or still to be read, of this instance's partitions; tag {@code topic}. */
    LAG("rushes.source.lag", "Records that are not finished", Kind.GAUGE, "", "topic"),
    /** Gauge, seconds: since the oldest unfinished record in the window was written; tag {@code topic}. */
    LAG_SECONDS(
            "rushes.source.lag.seconds",
            "Age of the oldest unfinished record since it was written",
            Kind.GAUGE,
            "seconds",
            "topic"),
    /** Gauge, seconds: age of the oldest record that holds back a commit; tag {@code topic}. */
    FRONTIER_AGE("rushes.source.frontier.age", "Age of the oldest unfinished record", Kind.GAUGE, "seconds", "topic"),
    /** Gauge, records: largest number of records of a partition between its commit position and its last record; tag {@code topic}. */
    FRONTIER_SPAN(
            "rushes.source.frontier.span",
            "Largest span between commit position and last record",
            Kind.GAUGE,
            "",
            "topic"),
    /** Gauge: partitions that this instance owns; tag {@code topic}. */
    PARTITIONS("rushes.source.partitions", "Partitions that this instance owns", Kind.GAUGE, "", "topic"),
    /** Counter: partitions that came or went; tag {@code how}: assigned, revoked, lost. */
    PARTITION_MOVES("rushes.source.partition.moves", "Partitions that came or went", Kind.COUNTER, "", "how"),
    /** Gauge, seconds: time since the last poll; tag {@code topic}. More than a few seconds means that the loop hangs. */
    POLL_AGE("rushes.source.poll.age", "Time since the last poll", Kind.GAUGE, "seconds", "topic");

    private final MeterFacts facts;

    RuntimeMeter(String meterName, String description, Kind kind, String unit, String... tags) {
        this.facts = new MeterFacts(meterName, description, kind, unit, List.of(tags));
    }

    @Override
    public MeterFacts facts() {
        return facts;
    }

    /** {@code stage} and what is particular to the meter. */
    @Override
    public List<String> tags() {
        return Stream.concat(Stream.of("stage"), facts.tags().stream()).toList();
    }
}
