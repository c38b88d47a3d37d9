package dev.rushes.campaigns.dump;

import dev.rushes.campaigns.dump.Place.Partition;
import dev.rushes.campaigns.plan.PlannedJob;
import dev.rushes.campaigns.stub.Artifacts.Artifact;
import dev.rushes.campaigns.stub.EffectKey;
import dev.rushes.campaigns.stub.EffectLog;
import java.util.List;
import java.util.Map;

/**
 * All that can be seen after a run.
 *
 * @param asked jobs whose request Kafka has acknowledged
 * @param unsure jobs whose request may or may not have been stored
 * @param poisons records that nobody can read, as they were sent
 * @param records every record of every topic, by place
 * @param committed last committed offset of each partition in the group of its topic
 * @param ends offset after the last record of each partition
 * @param samples committed offsets as they were seen in the course of the run
 * @param lines what the stages wrote down
 * @param artifacts what they published
 * @param meters sums of counters by worker
 * @param faults what was done to the cluster
 */
public record Dump(
        List<PlannedJob> asked,
        List<PlannedJob> unsure,
        List<SentPoison> poisons,
        List<LogRecord> records,
        Map<Partition, Long> committed,
        Map<Partition, Long> ends,
        List<Sample> samples,
        List<EffectLog.Line> lines,
        Map<EffectKey, Artifact> artifacts,
        Map<String, Map<String, Long>> meters,
        List<FaultWindow> faults) {

    /**
     * Committed offsets at one moment.
     *
     * @param at when the answer was here, in milliseconds since 1970: what was committed had been committed by then
     */
    public record Sample(long at, Map<Partition, Long> committed) {}

    /**
     * A record that nobody can read.
     *
     * @param calm whether it was sent while nothing was being done to the cluster, and the log was short
     */
    public record SentPoison(String kind, Place place, long at, boolean calm) {}

    /** Something was done to the cluster; times in milliseconds since 1970. */
    public record FaultWindow(String fault, String target, long start, long end) {}
}
