package dev.rushes.runtime.observe;

import dev.rushes.flow.FlowStage;
import java.util.List;
import java.util.Optional;

/**
 * One stage on one instance.
 *
 * @param stage the stage
 * @param state what it does
 * @param concurrency records that it handles at a time
 * @param running records that it handles now
 * @param waiting records in the window that wait for a worker or for their time
 * @param oldestRunning what has been handled for longest
 * @param oldestWaiting what is due and has waited for longest
 * @param sources its topic and its retry topic
 * @param fresh records of the stage's topic among the running ones, not yet acknowledged
 * @param priorities the same by urgency; one that never had a record is left out
 */
public record StageReport(
        FlowStage stage,
        StageState state,
        int concurrency,
        int running,
        int waiting,
        Optional<JobSince> oldestRunning,
        Optional<JobSince> oldestWaiting,
        List<SourceReport> sources,
        int fresh,
        List<PriorityReport> priorities) {

    public StageReport {
        sources = List.copyOf(sources);
        priorities = List.copyOf(priorities);
    }

    public StageReport withSources(List<SourceReport> its) {
        return new StageReport(
                stage, state, concurrency, running, waiting, oldestRunning, oldestWaiting, its, fresh, priorities);
    }
}
