package dev.rushes.campaigns.brokers;

import dev.rushes.campaigns.plan.JobPlans;
import dev.rushes.campaigns.plan.PlannedJob;
import dev.rushes.flow.Flow;
import dev.rushes.flow.FlowStage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Asks for jobs at a steady pace, but never has more than some of them on their way, so that the log stays short. */
final class Traffic {
    /** Enough that those which wait for a dead service do not stop the others. */
    private static final int MOST_ON_THEIR_WAY = 1_200;

    /** Faster than the pace by so much after a stop, and no more at once than this time is worth. */
    private static final double CATCHING_UP = 1.25;

    private static final Duration MOST_CREDIT = Duration.ofSeconds(1);
    private static final long POISON_EVERY_MILLIS = 2_000;
    private static final long LOOK_MILLIS = 20;

    private final Requests requests;
    private final Poisoner poisoner;
    private final EndsWatch ends;
    private final JobPlans plans;
    private final List<PlannedJob> open = new ArrayList<>();
    private int next;

    Traffic(Requests requests, Poisoner poisoner, EndsWatch ends, JobPlans plans) {
        this.requests = requests;
        this.poisoner = poisoner;
        this.ends = ends;
        this.plans = plans;
    }

    int asked() {
        return next;
    }

    int onTheirWay() {
        open.removeIf(job -> ends.hasEnded(job.id()));
        return open.size();
    }

    /**
     * Asks for jobs until so many have been asked for in all.
     *
     * @param time about how long that takes; longer if jobs do not end
     * @param poison whether to send poison now and then
     * @param tell run now and then
     */
    void ask(int upTo, Duration time, boolean poison, Runnable tell) throws InterruptedException {
        double pace = (double) (upTo - next) / time.toNanos();
        long before = System.nanoTime();
        long lastPoison = before;
        double credit = 0;
        while (next < upTo) {
            long now = System.nanoTime();
            credit = Math.min(credit + (now - before) * pace * CATCHING_UP, pace * MOST_CREDIT.toNanos() + 1);
            before = now;
            int onTheirWay = onTheirWay();
            while (onTheirWay++ < MOST_ON_THEIR_WAY && next < upTo && credit >= 1) {
                credit--;
                PlannedJob job = plans.job(next++);
                requests.ask(job);
                open.add(job);
            }
            if (poison && now - lastPoison > POISON_EVERY_MILLIS * 1_000_000) {
                lastPoison = now;
                poisoner.sendAny(false);
            }
            tell.run();
            Thread.sleep(LOOK_MILLIS);
        }
        requests.flush();
    }

    /** One of each kind to each stage, slowly. */
    void poisonInCalm() throws InterruptedException {
        for (Poisoner.Kind kind : Poisoner.Kind.values()) {
            for (FlowStage stage : Flow.STAGES) {
                poisoner.send(kind, stage, true);
                Thread.sleep(50);
            }
        }
        poisoner.flush();
    }

    /** Waits until all have ended; false if some have not by then. */
    boolean awaitEnds(Duration longest, Runnable tell) throws InterruptedException {
        long deadline = System.nanoTime() + longest.toNanos();
        while (onTheirWay() > 0) {
            if (System.nanoTime() > deadline) {
                return false;
            }
            tell.run();
            Thread.sleep(LOOK_MILLIS * 5);
        }
        return true;
    }
}
