package dev.rushes.runtime.engine;

import dev.rushes.flow.FlowStage;
import dev.rushes.runtime.observe.JobSince;
import dev.rushes.runtime.rules.FairQueue;
import dev.rushes.runtime.rules.FairQueue.Entitlement;
import dev.rushes.runtime.rules.FairQueue.Grant;
import dev.rushes.runtime.rules.FairShares;
import dev.rushes.runtime.rules.Urgency;
import dev.rushes.runtime.rules.UrgencyOverrides;
import dev.rushes.runtime.rules.WindowLimits;
import dev.rushes.runtime.rules.WindowLoad;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Predicate;

/**
 * Records that wait for a worker. One that is not due yet stands aside and holds up nobody. Among those that are due, {@link FairQueue} says
 * who is next; records of one job have one owner and one class, so they are picked in the order of their offsets. Not thread-safe.
 *
 * <p>The load counts a record from its admission until {@link #release}, so running records count too.
 */
final class Window {
    /** What is due so soon stays. */
    private static final Duration SOON = Duration.ofSeconds(2);
    /** The guess when a turn comes is no better than that. */
    private static final Duration LATE = Duration.ofMinutes(1);

    private static final WindowLoad<Partition> NOTHING = new WindowLoad<>(new WindowLimits(1, 1, 1, 1));

    private final Map<String, WindowLoad<Partition>> loads;
    private final FairQueue<Delivery> ready;
    private final Map<Urgency, Integer> running = new EnumMap<>(Urgency.class);
    private final UrgencyOverrides urgencies;
    private final PriorityQueue<Waiting> later = new PriorityQueue<>(Comparator.comparing(Waiting::due));

    /**
     * @param loads what may wait, for each topic
     * @param shares who gets how much
     * @param urgencies jobs whose records count with another urgency than they say
     */
    Window(Map<String, WindowLoad<Partition>> loads, FairShares shares, UrgencyOverrides urgencies) {
        this.loads = new TreeMap<>(loads);
        this.ready = new FairQueue<>(shares);
        this.urgencies = urgencies;
    }

    /** The window of a stage, for its topic and its retry topic. */
    static Window of(FlowStage stage, EngineSettings settings, UrgencyOverrides urgencies) {
        return new Window(
                Map.of(
                        stage.topic(), new WindowLoad<>(settings.window()),
                        stage.retryTopic(), new WindowLoad<>(settings.retryWindow())),
                settings.shares(),
                urgencies);
    }

    void admit(Delivery delivery, Instant now) {
        count(delivery);
        putBack(delivery, delivery.envelope().due(), now);
    }

    /** The record has come and goes elsewhere: it counts until it is released. */
    void count(Delivery delivery) {
        Envelope envelope = delivery.envelope();
        load(envelope.partition()).add(envelope.partition(), envelope.bytes());
    }

    /** Whether what is due much later should not even come in. */
    boolean nearlyFull(Partition partition) {
        return load(partition).nearlyFull(partition);
    }

    /** Lets a record that was picked wait again. */
    void putBack(Delivery delivery, Instant due, Instant now) {
        if (due.isAfter(now)) {
            later.add(new Waiting(delivery, due));
        } else {
            ready.add(delivery, entitlement(delivery, now));
        }
    }

    /** Records that wait for their time need not wait any more. */
    void hasten(Predicate<Delivery> matching, Instant now) {
        takeNotDue(matching).stream()
                .sorted(Comparator.comparing(Surplus::due))
                .forEach(early -> ready.add(early.delivery(), entitlement(early.delivery(), now)));
    }

    /** Takes out the record whose turn it is, among those that are due and eligible. */
    Optional<Grant<Delivery>> pick(Instant now, Predicate<Delivery> eligible) {
        wake(now);
        Optional<Grant<Delivery>> next = ready.poll(now, eligible);
        next.ifPresent(grant -> countRunning(grant, 1));
        return next;
    }

    /** A record that was picked could not be taken up: it has its place again. */
    void giveBack(Grant<Delivery> grant) {
        countRunning(grant, -1);
        ready.giveBack(grant);
    }

    /** A record that was picked has left its worker, after so long. */
    void settle(Grant<Delivery> grant, Duration took) {
        countRunning(grant, -1);
        ready.settle(grant, took);
    }

    private void countRunning(Grant<Delivery> grant, int change) {
        var unused = running.merge(grant.entitlement().urgency(), change, Integer::sum);
    }

    /** Lets records take their place that have fallen due. */
    void wake(Instant now) {
        while (!later.isEmpty() && !later.element().due().isAfter(now)) {
            Waiting due = later.remove();
            ready.add(due.delivery(), entitlement(due.delivery(), due.due()));
        }
    }

    private Entitlement entitlement(Delivery delivery, Instant since) {
        Envelope envelope = delivery.envelope();
        return new Entitlement(envelope.tenant().orElse(""), urgency(envelope), since);
    }

    /** What its job has by now. */
    Urgency urgency(Envelope envelope) {
        return envelope.jobId().flatMap(urgencies::of).orElse(envelope.urgency());
    }

    /** Records that were picked and not settled. */
    Map<Urgency, Integer> runningByUrgency() {
        return Map.copyOf(running);
    }

    /** Records that wait for a worker or for their time. The cost is in proportion to those that wait for their time. */
    Map<Urgency, Integer> waitingByUrgency() {
        Map<Urgency, Integer> counts = ready.sizes();
        later.forEach(waiting -> counts.merge(urgency(waiting.delivery().envelope()), 1, Integer::sum));
        return counts;
    }

    /** The job's records that wait take the place that their urgency now gives them, as if they had come now. */
    void rank(UUID job, Instant now) {
        ready.removeIf(delivery ->
                        delivery.envelope().jobId().filter(job::equals).isPresent())
                .forEach(delivery -> ready.add(delivery, entitlement(delivery, now)));
    }

    /** Takes out all waiting records that match. They still count until they are released. */
    List<Delivery> take(Predicate<Delivery> matching) {
        List<Delivery> matched = new ArrayList<>(ready.removeIf(matching));
        later.removeIf(waiting -> matching.test(waiting.delivery()) && matched.add(waiting.delivery()));
        return matched;
    }

    /** Takes out records that wait for their time. They still count until they are released. */
    List<Surplus> takeNotDue(Predicate<Delivery> matching) {
        List<Surplus> matched = new ArrayList<>();
        later.removeIf(waiting ->
                matching.test(waiting.delivery()) && matched.add(new Surplus(waiting.delivery(), waiting.due())));
        return matched;
    }

    /**
     * Takes out what should leave so that the log behind a window that is nearly full can be seen: first what is due last, then the newest records
     * of tenants that fill more than their share. They still count until they are released.
     *
     * @param share part of the window that one tenant may fill
     * @param workers records at a time, for the guess when a turn comes
     */
    List<Surplus> takeSurplus(double share, int workers, Instant now) {
        Map<Delivery, Surplus> surplus = new LinkedHashMap<>();
        loads.forEach((topic, load) -> {
            List<Surplus> far = far(topic, load, now);
            far.forEach(its -> surplus.put(its.delivery(), its));
            ofGreedyTenants(topic, load.excess() - far.size(), (int) (load.mostRecords() * share), workers, now)
                    .forEach(its -> surplus.put(its.delivery(), its));
        });
        if (!surplus.isEmpty()) {
            List<Delivery> unused = take(surplus::containsKey);
        }
        return List.copyOf(surplus.values());
    }

    /** What is due last, of each partition that is nearly full and of the window if that is. */
    private List<Surplus> far(String topic, WindowLoad<Partition> load, Instant now) {
        Map<Partition, Integer> excesses = load.excesses();
        int excess = load.excess();
        if (excess <= 0 && excesses.isEmpty()) {
            return List.of();
        }
        List<Surplus> far = new ArrayList<>();
        for (Waiting waiting : lastFirst(topic, now)) {
            Partition partition = waiting.delivery().envelope().partition();
            int tooMany = excesses.getOrDefault(partition, 0);
            if (tooMany > 0 || far.size() < excess) {
                far.add(new Surplus(waiting.delivery(), waiting.due()));
                excesses.put(partition, tooMany - 1);
            }
        }
        return far;
    }

    private List<Waiting> lastFirst(String topic, Instant now) {
        return later.stream()
                .filter(waiting ->
                        isOf(waiting.delivery(), topic) && waiting.due().isAfter(now.plus(SOON)))
                .sorted(Comparator.comparing(Waiting::due).reversed())
                .toList();
    }

    /** They come back after half of the time that their turn should take, so a backlog passes here a few times and no more. */
    private List<Surplus> ofGreedyTenants(String topic, int most, int share, int workers, Instant now) {
        List<Surplus> surplus = new ArrayList<>();
        for (String tenant : ready.tenants()) {
            List<Delivery> line = ready.newestFirst(tenant).stream()
                    .filter(delivery -> isOf(delivery, topic))
                    .toList();
            int tooMany = Math.min(line.size() - share, most - surplus.size());
            for (int i = 0; i < tooMany; i++) {
                Duration turn =
                        ready.typical(tenant).multipliedBy(line.size() - i).dividedBy(2L * workers);
                surplus.add(new Surplus(line.get(i), now.plus(clamp(turn))));
            }
        }
        return surplus;
    }

    private static boolean isOf(Delivery delivery, String topic) {
        return delivery.envelope().partition().topic().equals(topic);
    }

    private static Duration clamp(Duration turn) {
        return turn.compareTo(SOON) < 0 ? SOON : turn.compareTo(LATE) > 0 ? LATE : turn;
    }

    /**
     * A record that should leave the window.
     *
     * @param due when it should come back
     */
    record Surplus(Delivery delivery, Instant due) {}

    int records(String topic) {
        return loads.getOrDefault(topic, NOTHING).records();
    }

    long bytes(String topic) {
        return loads.getOrDefault(topic, NOTHING).bytes();
    }

    /** The record counts no longer. */
    void release(Delivery delivery) {
        Envelope envelope = delivery.envelope();
        load(envelope.partition()).remove(envelope.partition(), envelope.bytes());
    }

    boolean full(Partition partition) {
        return load(partition).full(partition);
    }

    /** When the next record falls due; empty if none waits for its time. */
    Optional<Instant> nextDue() {
        return Optional.ofNullable(later.peek()).map(Waiting::due);
    }

    /** Records that are due. */
    int ready() {
        return ready.size();
    }

    /** What is due and has waited for longest. */
    Optional<JobSince> oldest() {
        return ready.oldest()
                .map(waiting -> new JobSince(waiting.item().envelope().jobId(), waiting.since()));
    }

    int waiting() {
        return ready.size() + later.size();
    }

    private WindowLoad<Partition> load(Partition partition) {
        WindowLoad<Partition> load = loads.get(partition.topic());
        if (load == null) {
            throw new IllegalArgumentException(
                    "Expected a record of " + loads.keySet() + ", but got one of " + partition);
        }
        return load;
    }

    private record Waiting(Delivery delivery, Instant due) {}
}
