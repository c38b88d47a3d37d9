package dev.rushes.analysis.gemini;

import dev.rushes.runtime.stage.JobTicket;
import dev.rushes.runtime.stage.Usage;
import dev.rushes.runtime.testkit.RecordingContext;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/** A context that remembers what was spent as well. */
final class PayingContext<O> extends RecordingContext<O> {
    private final Map<UUID, Usage> paid = new HashMap<>();
    private Usage spent = Usage.NONE;

    PayingContext(JobTicket ticket) {
        super(ticket, 1);
    }

    @Override
    public synchronized void spent(Usage usage) {
        spent = spent.plus(usage);
    }

    @Override
    public synchronized void spentOnce(UUID id, Usage usage) {
        paid.put(id, usage);
    }

    synchronized Usage spentSoFar() {
        return paid.values().stream().reduce(spent, Usage::plus);
    }

    /** What was told under identifiers, which counts once however many tries tell it. */
    synchronized Map<UUID, Usage> paid() {
        return Map.copyOf(paid);
    }
}
