package dev.rushes.campaigns.nemesis;

import dev.rushes.campaigns.nemesis.FaultKind.Lane;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Every 3 to 8 s it decides by its seed whether brokers, services, both or neither get hurt next. A lane that is still busy is left alone, and
 * brokers are only hurt while all replicas are in step, so that a majority is always there and the run can come to an end. The guest
 * joins and leaves a fixed number of times beside that.
 */
public final class Nemesis implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Nemesis.class);
    private static final double CHANCE = 0.6;
    private static final Duration LAST_FAULT = Duration.ofSeconds(180);
    private static final long LOOK_MILLIS = 200;

    private final Targets targets;
    private final FaultLog log;
    private final Map<Lane, Deck> decks = new EnumMap<>(Lane.class);
    private final Map<Lane, Faults> hands = new EnumMap<>(Lane.class);
    private final Map<Lane, Future<?>> busy = new EnumMap<>(Lane.class);
    private final ExecutorService lanes = Executors.newCachedThreadPool(
            Thread.ofPlatform().name("nemesis-", 0).daemon().factory());
    private final SplittableRandom random;
    private final List<String> failures = new ArrayList<>();
    private volatile boolean running;

    public Nemesis(Targets targets, Set<FaultKind> allowed, long seed, FaultLog log) {
        this.targets = targets;
        this.log = log;
        this.random = new SplittableRandom(seed);
        for (Lane lane : Lane.values()) {
            List<FaultKind> its =
                    allowed.stream().filter(kind -> kind.lane() == lane).toList();
            decks.put(lane, new Deck(its, random.split()));
            hands.put(lane, new Faults(targets, log, random.split()));
        }
    }

    /**
     * Begins.
     *
     * @param cycles how often the guest joins and leaves
     */
    public synchronized void start(int cycles) {
        running = true;
        deck(Lane.GUEST)
                .draw()
                .ifPresent(kind -> busy.put(Lane.GUEST, lanes.submit(() -> inflict(Lane.GUEST, kind, cycles))));
        Future<?> unused = lanes.submit(this::decide);
    }

    private void decide() {
        try {
            while (running) {
                Thread.sleep(random.nextInt(3_000, 8_001));
                for (Lane lane : List.of(Lane.BROKER, Lane.SERVICE)) {
                    // Drawn in any case, so that the choices depend on the seed and not on what is busy.
                    if (random.nextDouble() < CHANCE) {
                        hurt(lane);
                    }
                }
            }
        } catch (InterruptedException stop) {
            running = false;
        }
    }

    private synchronized void hurt(Lane lane) {
        Future<?> before = busy.get(lane);
        boolean free = before == null || before.isDone();
        if (running && free && (lane != Lane.BROKER || targets.view().healthy())) {
            deck(lane).draw().ifPresent(kind -> busy.put(lane, lanes.submit(() -> inflict(lane, kind, 1))));
        }
    }

    private void inflict(Lane lane, FaultKind kind, int times) {
        try {
            for (int time = 0; time < times && running; time++) {
                Optional.ofNullable(hands.get(lane)).orElseThrow().inflict(kind);
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.error("A fault could not be inflicted", e);
            synchronized (failures) {
                failures.add(kind.label() + ": " + e.getMessage());
            }
        }
    }

    private Deck deck(Lane lane) {
        return Optional.ofNullable(decks.get(lane)).orElseThrow();
    }

    /** Waits until every kind has come and the guest has come and gone as often as it should; false if that takes longer. */
    public boolean awaitAll(Duration longest) throws InterruptedException {
        long deadline = System.nanoTime() + longest.toNanos();
        while (!allCame()) {
            if (System.nanoTime() > deadline) {
                return false;
            }
            Thread.sleep(LOOK_MILLIS);
        }
        return true;
    }

    private synchronized boolean allCame() {
        Future<?> guest = busy.get(Lane.GUEST);
        return (guest == null || guest.isDone()) && decks.values().stream().allMatch(Deck::wentRound);
    }

    /** Begins nothing more and waits until what was begun has ended. */
    public void stop() throws InterruptedException {
        running = false;
        List<Future<?>> last;
        synchronized (this) {
            last = List.copyOf(busy.values());
        }
        for (Future<?> each : last) {
            if (!await(each, LAST_FAULT)) {
                throw new IllegalStateException(
                        "Expected the last faults to end within " + LAST_FAULT + ", but " + log.open() + " did not");
            }
        }
    }

    private static boolean await(Future<?> future, Duration longest) throws InterruptedException {
        try {
            Object unused = future.get(longest.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException late) {
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException("Expected faults to name what goes wrong with them, but", e);
        }
    }

    /** Faults that could not be inflicted: then the campaign has not shown what it should. */
    public List<String> failures() {
        synchronized (failures) {
            return List.copyOf(failures);
        }
    }

    @Override
    public void close() {
        running = false;
        List<Runnable> unused = lanes.shutdownNow();
    }
}
