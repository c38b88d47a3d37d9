package dev.rushes.ingest.generation;

import dev.rushes.flow.FlowStage;
import dev.rushes.ingest.domain.FilmWish;
import dev.rushes.ingest.generation.domain.Bill;
import dev.rushes.ingest.generation.domain.Purchase;
import dev.rushes.media.store.JobKeys;
import dev.rushes.runtime.stage.JobTicket;
import dev.rushes.runtime.stage.StageContext;
import dev.rushes.runtime.stage.Usage;
import dev.rushes.runtime.wire.EventIds;
import java.util.List;
import java.util.UUID;

/**
 * A film that a run of a job wants.
 *
 * @param wish what is to be made
 * @param keys where the job's objects are
 * @param job whom to tell
 */
record Commission(FilmWish wish, JobKeys keys, StageContext<?> job) {

    Purchase.Owner owner() {
        JobTicket ticket = job.ticket();
        return new Purchase.Owner(ticket.tenant(), ticket.jobId(), ticket.run());
    }

    /** Identifier of what this run buys: the same whoever buys it, and however often. */
    UUID purchaseId() {
        return EventIds.of(job.ticket().jobId(), job.ticket().run(), FlowStage.UPLOAD, "film-bought");
    }

    /** Tells what was paid, which counts once however often it is told. */
    static void charge(List<Purchase> purchases, StageContext<?> job) {
        purchases.forEach(purchase -> charge(purchase, purchase.bill(), job));
    }

    void charge(Purchase purchase, Bill bill) {
        charge(purchase, bill, job);
    }

    private static void charge(Purchase purchase, Bill bill, StageContext<?> job) {
        if (bill.billed() == Bill.Billed.YES) {
            job.spentOnce(purchase.id(), Usage.ofTokens(bill.tokensIn(), bill.tokensOut(), bill.microDollars()));
        }
    }
}
