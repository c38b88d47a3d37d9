package dev.rushes.ingest.generation;

import dev.rushes.runtime.stage.JobTicket;
import dev.rushes.runtime.stage.Lane;
import dev.rushes.runtime.stage.StageContext;
import dev.rushes.runtime.stage.StageProgress;
import dev.rushes.runtime.stage.Usage;
import dev.rushes.runtime.testkit.RecordingContext;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import reactor.core.publisher.Mono;

/** Remembers what purchases have cost, as the ledger does: each once. */
final class BuyingContext<O> implements StageContext<O> {
    private final RecordingContext<O> told;
    private final Map<UUID, Usage> paid = new ConcurrentHashMap<>();

    BuyingContext(JobTicket ticket) {
        told = RecordingContext.firstTry(ticket);
    }

    @Override
    public void spentOnce(UUID id, Usage usage) {
        Usage before = paid.put(id, usage);
        if (before != null && !before.equals(usage)) {
            throw new AssertionError(
                    "Expected one purchase to cost the same each time, but got " + before + " and " + usage);
        }
    }

    long microDollars() {
        return paid.values().stream().mapToLong(Usage::microDollars).sum();
    }

    List<String> notes() {
        return told.notes();
    }

    List<String> storyOfLane(String name) {
        return told.lane(name).story();
    }

    @Override
    public JobTicket ticket() {
        return told.ticket();
    }

    @Override
    public int attempt() {
        return told.attempt();
    }

    @Override
    public Mono<Void> announce(O fact) {
        return told.announce(fact);
    }

    @Override
    public void progress(StageProgress progress) {
        told.progress(progress);
    }

    @Override
    public void note(NoteLevel level, String sentence) {
        told.note(level, sentence);
    }

    @Override
    public Lane lane(String name) {
        return told.lane(name);
    }
}
