package dev.rushes.campaigns.checker;

import dev.rushes.campaigns.dump.Content;
import dev.rushes.campaigns.dump.Dump;
import dev.rushes.campaigns.dump.Dump.FaultWindow;
import dev.rushes.campaigns.dump.Dump.Sample;
import dev.rushes.campaigns.dump.Dump.SentPoison;
import dev.rushes.campaigns.dump.Dumper;
import dev.rushes.campaigns.dump.LogRecord;
import dev.rushes.campaigns.dump.LogRecord.Header;
import dev.rushes.campaigns.dump.LogRecord.Raw;
import dev.rushes.campaigns.dump.LogRecord.Return;
import dev.rushes.campaigns.dump.Place;
import dev.rushes.campaigns.dump.Place.Partition;
import dev.rushes.campaigns.plan.PlannedJob;
import dev.rushes.campaigns.plan.Trouble;
import dev.rushes.campaigns.stub.Artifacts.Artifact;
import dev.rushes.campaigns.stub.EffectKey;
import dev.rushes.campaigns.stub.EffectLog.Line;
import dev.rushes.campaigns.stub.EffectLog.Verb;
import dev.rushes.flow.Flow;
import dev.rushes.flow.FlowStage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * What an honest run leaves behind: three jobs that are completed (one of them after a retry), one with bad footage, one that is given up, and
 * a poison record. Its parts can be changed before the dump is made, to plant breaches.
 */
final class HonestRun {
    static final PlannedJob PLAIN = job(1, 1, new Trouble.None());
    static final PlannedJob WIDE = job(2, 2, new Trouble.None());
    static final PlannedJob RETRIED =
            job(3, 1, new Trouble.Failing(FlowStage.ANALYSIS, PlannedJob.chunkName(0), 1, false));
    static final PlannedJob BAD = job(4, 1, new Trouble.BadFootage());
    static final PlannedJob GIVEN_UP = job(5, 1, new Trouble.Failing(FlowStage.RENDER, "", 3, false));

    final List<PlannedJob> asked = new ArrayList<>(List.of(PLAIN, WIDE, RETRIED, BAD, GIVEN_UP));
    final List<SentPoison> poisons = new ArrayList<>();
    final List<LogRecord> records = new ArrayList<>();
    final Map<Partition, Long> ends = new HashMap<>();
    private final Map<Partition, Long> next = new HashMap<>();
    final Map<Partition, Long> committed = new HashMap<>();
    final List<Sample> samples = new ArrayList<>();
    final List<Line> lines = new ArrayList<>();
    final Map<EffectKey, Artifact> artifacts = new HashMap<>();
    final Map<String, Map<String, Long>> meters = new HashMap<>();
    final List<FaultWindow> faults = new ArrayList<>();
    private long now = 1_000_000;

    HonestRun() {
        asked.forEach(this::live);
        poison();
        committed.putAll(ends);
        samples.add(new Sample(++now, Map.copyOf(committed)));
        meters.put("service-1.1", Map.of());
    }

    Dump dump() {
        return new Dump(asked, List.of(), poisons, records, committed, ends, samples, lines, artifacts, meters, faults);
    }

    /** Records of a job on a topic, in order. */
    List<LogRecord> of(PlannedJob job, String topic) {
        return records.stream()
                .filter(record -> record.place().topic().equals(topic))
                .filter(record -> Index.job(record).filter(job.id()::equals).isPresent())
                .toList();
    }

    LogRecord end(PlannedJob job) {
        return of(job, Flow.EVENTS).stream()
                .filter(record -> Index.ENDS.contains(((Content.Event) record.content()).type()))
                .findFirst()
                .orElseThrow();
    }

    private void live(PlannedJob job) {
        put(FlowStage.UPLOAD.topic(), new Content.Request(job.id()), Optional.empty());
        if (job.trouble() instanceof Trouble.BadFootage) {
            start(new EffectKey(job.id(), FlowStage.UPLOAD, ""), 1);
            event("FAILED", job, FlowStage.UPLOAD, "", "", "BAD_FOOTAGE");
            return;
        }
        effect(new EffectKey(job.id(), FlowStage.UPLOAD, ""), 1);
        fact("MediaStored", FlowStage.SPLIT, new EffectKey(job.id(), FlowStage.UPLOAD, ""));
        event("STAGE_FINISHED", job, FlowStage.UPLOAD, "", "", "");
        split(job);
        for (int chunk = 0; chunk < job.chunks(); chunk++) {
            analyze(job, PlannedJob.chunkName(chunk));
        }
        EffectKey timeline = new EffectKey(job.id(), FlowStage.TIMELINE, "");
        effect(timeline, 1);
        LogRecord assembled = fact("TimelineAssembled", FlowStage.RENDER, timeline);
        event("STAGE_FINISHED", job, FlowStage.TIMELINE, "", "", "");
        render(job, assembled);
    }

    private void split(PlannedJob job) {
        for (int chunk = 0; chunk < job.chunks(); chunk++) {
            EffectKey key = new EffectKey(job.id(), FlowStage.SPLIT, PlannedJob.chunkName(chunk));
            effect(key, 1);
            fact("ChunkStored", FlowStage.ANALYSIS, key);
        }
        EffectKey whole = new EffectKey(job.id(), FlowStage.SPLIT, "");
        effect(whole, 1);
        fact("SplitFinished", FlowStage.TIMELINE, whole);
        event("STAGE_FINISHED", job, FlowStage.SPLIT, "", "", "");
        mark(job, "split");
    }

    private void analyze(PlannedJob job, String chunk) {
        EffectKey key = new EffectKey(job.id(), FlowStage.ANALYSIS, chunk);
        int attempt = 1;
        if (job.trouble() instanceof Trouble.Failing failing && failing.stage() == FlowStage.ANALYSIS) {
            LogRecord record = of(job, FlowStage.ANALYSIS.topic()).getFirst();
            start(key, 1);
            again(FlowStage.ANALYSIS, record, 2);
            attempt = 2;
        }
        effect(key, attempt);
        fact("ChunkAnalyzed", FlowStage.TIMELINE, key);
        event("UNIT_FINISHED", job, FlowStage.ANALYSIS, chunk, "", "");
        mark(job, chunk);
    }

    private void render(PlannedJob job, LogRecord assembled) {
        EffectKey key = new EffectKey(job.id(), FlowStage.RENDER, "");
        if (job.trouble() instanceof Trouble.Failing failing && failing.stage() == FlowStage.RENDER) {
            start(key, 1);
            again(FlowStage.RENDER, assembled, 2);
            start(key, 2);
            again(FlowStage.RENDER, assembled, 3);
            start(key, 3);
            dead(FlowStage.RENDER, assembled, 3);
            event("FAILED", job, FlowStage.RENDER, "", "", "NOT_THIS_TIME");
            return;
        }
        effect(key, 1);
        event("STAGE_FINISHED", job, FlowStage.RENDER, "", "", "");
        event("COMPLETED", job, FlowStage.RENDER, "", effectOf(key), "");
    }

    private void poison() {
        LogRecord record = put(FlowStage.SPLIT.topic(), new Content.Unreadable(), Optional.empty());
        poisons.add(new SentPoison("RANDOM_BYTES", record.place(), record.timestamp(), true));
        dead(FlowStage.SPLIT, record, 1);
    }

    void start(EffectKey key, int attempt) {
        lines.add(new Line(++now, Verb.START, key, attempt, ""));
    }

    private void effect(EffectKey key, int attempt) {
        start(key, attempt);
        artifacts.put(key, new Artifact(effectOf(key), ++now, ""));
        lines.add(new Line(++now, Verb.ACCEPT, key, attempt, effectOf(key)));
    }

    private void mark(PlannedJob job, String part) {
        artifacts.put(new EffectKey(job.id(), FlowStage.TIMELINE, "part-" + part), new Artifact("mark", ++now, ""));
    }

    @CanIgnoreReturnValue
    LogRecord fact(String type, FlowStage reader, EffectKey key) {
        UUID id = UUID.nameUUIDFromBytes(key.text().getBytes(java.nio.charset.StandardCharsets.UTF_8));
        return put(reader.topic(), new Content.Fact(type, key, id, effectOf(key)), Optional.empty());
    }

    static String effectOf(EffectKey key) {
        return "effect-of-" + key.text();
    }

    @CanIgnoreReturnValue
    LogRecord event(String type, PlannedJob job, FlowStage stage, String unit, String effect, String code) {
        UUID id = UUID.nameUUIDFromBytes(
                (type + job.id() + stage + unit).getBytes(java.nio.charset.StandardCharsets.UTF_8));
        return put(
                Flow.EVENTS,
                new Content.Event(type, job.id(), Optional.of(stage), unit, id, effect, code),
                Optional.empty());
    }

    @CanIgnoreReturnValue
    LogRecord again(FlowStage stage, LogRecord record, int attempt) {
        long due = now + 20;
        LogRecord retry = put(
                stage.retryTopic(),
                record.content(),
                Optional.of(new Return(record.place(), attempt, 0, due, "NOT_THIS_TIME", false)));
        now = due;
        return retry;
    }

    @CanIgnoreReturnValue
    LogRecord dead(FlowStage stage, LogRecord record, int attempt) {
        return put(
                stage.deadLetterTopic(),
                record.content(),
                Optional.of(new Return(record.place(), attempt, 0, 0, "NOT_THIS_TIME", false)));
    }

    /** Appends a record to the only partition of a topic. */
    @CanIgnoreReturnValue
    private LogRecord put(String topic, Content content, Optional<Return> returned) {
        Partition partition = new Partition(topic, 0);
        long offset = next.merge(partition, 1L, Long::sum) - 1;
        if (Dumper.groups().contains(topic)) {
            ends.put(partition, offset + 1);
        }
        Place origin = returned.map(Return::origin).orElse(new Place(topic, 0, offset));
        Optional<String> bytes = Optional.of(origin.toString());
        Raw raw = new Raw(bytes, bytes, List.of(new Header("traceparent", "of " + origin)));
        LogRecord record = new LogRecord(new Place(topic, 0, offset), ++now, content, returned, Optional.of(raw));
        records.add(record);
        return record;
    }

    private static PlannedJob job(int number, int chunks, Trouble trouble) {
        return new PlannedJob(new UUID(0, number), "tenant", chunks, trouble);
    }
}
