package dev.rushes.runtime.engine;

import dev.rushes.runtime.observe.JobSince;
import dev.rushes.runtime.rules.LeaseBook.Standing;
import dev.rushes.runtime.stage.JobOrder;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;

/**
 * The records that are worked on here, and so which others must wait: another copy of the same record, a record of the same job where order counts,
 * what must not run beside one that may kill the process, and what another instance holds. Guarded by the engine's lock.
 */
final class RunningRecords<I, O> {
    private final Map<Work, Running<I, O>> running = new LinkedHashMap<>();
    /** Jobs that are worked on, and whose record; where order is strict also those whose record waits for its next try. */
    private final Map<UUID, Delivery> busyJobs = new HashMap<>();

    private final JobOrder order;
    private final Leases leases;
    private final Timer timer;

    RunningRecords(JobOrder order, Leases leases, Timer timer) {
        this.order = order;
        this.leases = leases;
        this.timer = timer;
    }

    /** What may run beside all that runs now, here and elsewhere. For one look through the window, from the oldest record to the newest. */
    Predicate<Delivery> eligible() {
        return order == JobOrder.ANY ? this::mayJoin : new InItsTurn();
    }

    /** Where order counts, a record whose turn it is and that must wait all the same holds up those of its job that come after it. */
    private final class InItsTurn implements Predicate<Delivery> {
        private final Set<UUID> heldUp = new HashSet<>();

        @Override
        public boolean test(Delivery delivery) {
            Optional<UUID> job = delivery.envelope().jobId();
            if (!isNextOfItsJob(delivery) || job.filter(heldUp::contains).isPresent()) {
                return false;
            }
            boolean may = mayJoin(delivery) && !isJobBusyElsewhere(delivery);
            if (!may) {
                job.ifPresent(heldUp::add);
            }
            return may;
        }
    }

    private boolean mayJoin(Delivery delivery) {
        return !running.containsKey(delivery.envelope().work())
                && switch (standing(delivery)) {
                    case Standing.Elsewhere(Instant _) -> false;
                    // A record that stands for work that goes on here.
                    case Standing.Mine _ -> false;
                    case Standing.Free(int crashes) -> crashes == 0 || leases.mayBegin(crashes);
                };
    }

    private boolean isJobBusyElsewhere(Delivery delivery) {
        return !leases.isEmpty()
                && sequence(delivery)
                        .filter(its -> leases.isBusyElsewhere(its, timer))
                        .isPresent();
    }

    /** Where order counts: what is done one at a time, on all instances. */
    Optional<String> sequence(Delivery delivery) {
        Envelope envelope = delivery.envelope();
        return order == JobOrder.ANY
                ? Optional.empty()
                : envelope.jobId().map(job -> envelope.origin().topic() + "/" + job);
    }

    private boolean isNextOfItsJob(Delivery delivery) {
        return delivery.envelope()
                .jobId()
                .map(busyJobs::get)
                .filter(busy -> !busy.equals(delivery))
                .isEmpty();
    }

    /**
     * Makes sure that a record which was present at the death of a process runs only beside those that it may run beside.
     *
     * @param crashes how often its work was begun and not ended
     * @return false if another stage of this process has taken one up since the look
     */
    boolean beginIfSuspect(Delivery delivery, int crashes) {
        return crashes == 0 || leases.begin(delivery.envelope().work(), crashes);
    }

    /** How often its work was begun and not ended. */
    int crashes(Delivery delivery) {
        return standing(delivery) instanceof Standing.Free(int crashes) ? crashes : 0;
    }

    private Standing standing(Delivery delivery) {
        return leases.standing(delivery.envelope().work(), timer);
    }

    void add(Running<I, O> work) {
        Delivery delivery = work.delivery();
        running.put(delivery.envelope().work(), work);
        if (order != JobOrder.ANY) {
            occupyJob(delivery);
        }
    }

    /** @return whether it was there */
    boolean remove(Running<I, O> work) {
        Delivery delivery = work.delivery();
        Work its = delivery.envelope().work();
        boolean there = running.remove(its, work);
        leases.ended(its);
        freeJob(delivery);
        return there;
    }

    /** A record waits in its place; where order is strict, no later one of its job may run before it. */
    void keepPlace(Delivery delivery) {
        if (order == JobOrder.STRICT) {
            occupyJob(delivery);
        }
    }

    private void occupyJob(Delivery delivery) {
        delivery.envelope().jobId().ifPresent(job -> busyJobs.put(job, delivery));
    }

    /** A record of the job need not be waited for any more. */
    void freeJob(Delivery delivery) {
        if (!busyJobs.isEmpty()) {
            delivery.envelope().jobId().ifPresent(job -> busyJobs.remove(job, delivery));
        }
    }

    List<Running<I, O>> all() {
        return List.copyOf(running.values());
    }

    List<Running<I, O>> of(Predicate<Delivery> which) {
        return running.values().stream()
                .filter(work -> which.test(work.delivery()))
                .toList();
    }

    /** The one that has been worked on for longest. */
    Optional<JobSince> oldest() {
        return running.values().stream()
                .min(Comparator.comparing(Running::since))
                .map(work -> new JobSince(work.delivery().envelope().jobId(), work.since()));
    }

    /** How many came from a topic and are not acknowledged yet. */
    int fresh(String topic) {
        return (int) running.values().stream()
                .filter(work -> work.delivery().envelope().partition().topic().equals(topic)
                        && work.custody().isOurs())
                .count();
    }

    int size() {
        return running.size();
    }
}
