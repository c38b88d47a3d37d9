package dev.rushes.ingest.generation;

import dev.rushes.runtime.stage.JobTicket;
import dev.rushes.runtime.stage.Usage;
import dev.rushes.runtime.testkit.RecordingContext;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** Remembers what purchases have cost, as the ledger does: each once. */
final class BuyingContext<O> extends RecordingContext<O> {
    private final Map<UUID, Usage> paid = new ConcurrentHashMap<>();

    BuyingContext(JobTicket ticket) {
        super(ticket, 1);
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

    List<String> storyOfLane(String name) {
        return lane(name).story();
    }
}
