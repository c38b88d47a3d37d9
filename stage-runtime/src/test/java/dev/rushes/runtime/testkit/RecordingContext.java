package dev.rushes.runtime.testkit;

import dev.rushes.flow.Recipe;
import dev.rushes.runtime.stage.JobOptions;
import dev.rushes.runtime.stage.JobTicket;
import dev.rushes.runtime.stage.StageContext;
import dev.rushes.runtime.stage.StageProgress;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import reactor.core.publisher.Mono;

/** A context that remembers what a stage announced, told and noted, for tests that call a stage directly. Who watches something else extends it. */
public class RecordingContext<O> implements StageContext<O> {
    private final JobTicket ticket;
    private final int attempt;
    private final List<O> announced = new CopyOnWriteArrayList<>();
    private final List<StageProgress> progress = new CopyOnWriteArrayList<>();
    private final List<String> notes = new CopyOnWriteArrayList<>();
    private final Map<String, RecordingLane> lanes = new ConcurrentHashMap<>();

    public RecordingContext(JobTicket ticket, int attempt) {
        this.ticket = ticket;
        this.attempt = attempt;
    }

    public static <O> RecordingContext<O> firstTry(JobTicket ticket) {
        return new RecordingContext<>(ticket, 1);
    }

    /** A ticket of tenant "default" for a new job, run 1, requested on a fixed day. */
    public static JobTicket ticket(Recipe recipe, JobOptions options) {
        return new JobTicket(
                UUID.randomUUID(),
                "default",
                1,
                recipe.label(),
                recipe.route(),
                options,
                JobTicket.Priority.NORMAL,
                Instant.parse("2026-01-01T00:00:00Z"));
    }

    @Override
    public JobTicket ticket() {
        return ticket;
    }

    @Override
    public int attempt() {
        return attempt;
    }

    @Override
    public Mono<Void> announce(O fact) {
        return Mono.fromRunnable(() -> announced.add(fact));
    }

    @Override
    public void progress(StageProgress report) {
        progress.add(report);
    }

    @Override
    public void note(NoteLevel level, String sentence) {
        notes.add(level + " " + sentence);
    }

    /** A lane with room for everything. */
    @Override
    public RecordingLane lane(String name) {
        return lanes.computeIfAbsent(name, RecordingLane::new);
    }

    /** Facts in the order in which they were announced. */
    public List<O> announced() {
        return List.copyOf(announced);
    }

    public List<StageProgress> progress() {
        return List.copyOf(progress);
    }

    /** Notes as "LEVEL sentence". */
    public List<String> notes() {
        return List.copyOf(notes);
    }
}
