package dev.rushes.analysis.gemini;

import dev.rushes.runtime.stage.JobTicket;
import dev.rushes.runtime.stage.Usage;
import dev.rushes.runtime.testkit.RecordingContext;

/** A context that remembers what was spent as well. */
final class PayingContext<O> extends RecordingContext<O> {
    private Usage spent = Usage.NONE;

    PayingContext(JobTicket ticket) {
        super(ticket, 1);
    }

    @Override
    public synchronized void spent(Usage usage) {
        spent = spent.plus(usage);
    }

    synchronized Usage spentSoFar() {
        return spent;
    }
}
