package dev.rushes.runtime.engine;

import dev.rushes.flow.FlowStage;
import dev.rushes.runtime.rules.LeaseTimes;
import dev.rushes.runtime.rules.ShelfRule;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * Moves records to the tail of the retry topic that would hold up others where they are: stored there first, acknowledged here afterwards. No
 * try is used up.
 */
final class TailMover {
    private static final Logger LOG = LoggerFactory.getLogger(TailMover.class);

    private final FlowStage stage;
    private final Mail mail;
    private final Tools tools;
    private final LeaseTimes times;
    private final Scheduler workers;

    TailMover(FlowStage stage, Mail mail, Tools tools) {
        this.stage = stage;
        this.mail = mail;
        this.tools = tools;
        this.times = tools.settings().leases();
        this.workers = Schedulers.fromExecutor(tools.crew()::run);
    }

    /** Leaves a record in the log that is due much later, if it may stay there. */
    boolean shelve(Window.Surplus surplus) {
        Delivery delivery = surplus.delivery();
        boolean rests = ShelfRule.rest(
                        delivery.written(), surplus.due(), tools.timer().now())
                .filter(delivery::shelve)
                .isPresent();
        if (rests) {
            tools.meters().shelved();
        }
        return rests;
    }

    /**
     * Moves a record that waits.
     *
     * @param moved told when it is stored and acknowledged
     * @param stays told if it does not fit into the retry topic
     */
    void move(Window.Surplus surplus, Consumer<Delivery> moved, Consumer<Delivery> stays) {
        Delivery delivery = surplus.delivery();
        Disposable unused = mail.persist(again(delivery, surplus.due()))
                .subscribeOn(workers)
                .subscribe(
                        none -> {},
                        error -> {
                            LOG.warn(
                                    "{} can't move to the retry topic and waits here",
                                    delivery.envelope().place(),
                                    error);
                            stays.accept(delivery);
                        },
                        () -> {
                            delivery.finish();
                            tools.meters().sifted();
                            moved.accept(delivery);
                        });
    }

    /** Acknowledges a record whose work runs on, once a record in the retry topic stands for it: if this process dies, that one falls due. */
    void goOnUnderLease(Delivery delivery, Custody custody) {
        Letter stand = again(delivery, tools.timer().now().plus(times.length()));
        Disposable unused = custody.secure()
                .map(mail::persist)
                .orElseGet(Mono::empty)
                .then(Mono.fromCallable(custody::beginContinuation))
                .filter(may -> may)
                .delayUntil(may -> mail.persist(stand))
                .subscribeOn(workers)
                .subscribe(
                        stored -> {
                            custody.continued();
                            delivery.finish();
                            tools.meters().continuation();
                        },
                        error -> LOG.warn(
                                "{} can't go on under a lease",
                                delivery.envelope().place(),
                                error));
    }

    private Letter again(Delivery delivery, Instant due) {
        return new Letter.Again(delivery, stage, delivery.envelope().tries(), due, Optional.empty(), Optional.empty());
    }
}
