package dev.rushes.campaigns.brokers;

import dev.rushes.campaigns.checker.Checker;
import dev.rushes.campaigns.checker.Finding;
import dev.rushes.campaigns.cluster.Brokers;
import dev.rushes.campaigns.cluster.Loopback;
import dev.rushes.campaigns.cluster.Namespaces;
import dev.rushes.campaigns.cluster.Network;
import dev.rushes.campaigns.cluster.Services;
import dev.rushes.campaigns.cluster.Services.Protocol;
import dev.rushes.campaigns.dump.Dump;
import dev.rushes.campaigns.dump.Dump.SentPoison;
import dev.rushes.campaigns.dump.Dumper;
import dev.rushes.campaigns.dump.Folder;
import dev.rushes.campaigns.dump.Place.Partition;
import dev.rushes.campaigns.nemesis.ClusterView;
import dev.rushes.campaigns.nemesis.FaultLog;
import dev.rushes.campaigns.nemesis.Nemesis;
import dev.rushes.campaigns.nemesis.Targets;
import dev.rushes.campaigns.plan.JobPlans;
import java.io.PrintStream;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;

/**
 * Three brokers, services with five stub stages, faults, and then the question whether the invariants hold. One phase for each group protocol:
 * a calm beginning, the storm, a calm end.
 */
public final class BrokersCampaign {
    private static final List<String> STEADY = List.of("service-1", "service-2");
    private static final String GUEST = "guest";
    private static final int CALM_PART = 20;
    private static final Duration CALM_PACE = Duration.ofMillis(50);
    private static final Duration SETTLING = Duration.ofSeconds(120);
    private static final Duration PATIENCE = Duration.ofMinutes(15);

    private final CampaignSettings settings;
    private final PrintStream out;
    private final Clock clock = Clock.systemUTC();
    private final FaultLog faults = new FaultLog(clock);
    private final List<Finding> ownFindings = new ArrayList<>();
    private final List<String> shortfalls = new ArrayList<>();
    private long lastTold = System.nanoTime();

    public BrokersCampaign(CampaignSettings settings, PrintStream out) {
        this.settings = settings;
        this.out = out;
    }

    /** Runs it; whether every invariant holds and all was done that should be. */
    public boolean run() throws InterruptedException, ExecutionException, TimeoutException {
        long begin = clock.millis();
        try (Network network = settings.onNetwork() ? Namespaces.create() : new Loopback();
                Brokers brokers = Brokers.start(network, settings.folder())) {
            tell("three brokers accept clients at " + brokers.bootstrapServers());
            List<String> names = new ArrayList<>(STEADY);
            names.add(GUEST);
            try (Services services = new Services(network, brokers.bootstrapServers(), settings.folder(), names);
                    ClusterView view = new ClusterView(brokers.bootstrapServers());
                    Dumper dumper = new Dumper(brokers.bootstrapServers(), clock)) {
                Targets targets = new Targets(network, brokers, services, view, STEADY, GUEST);
                Dump dump = storm(targets, dumper, brokers.bootstrapServers());
                List<Finding> findings = new ArrayList<>(Checker.check(dump, settings.poison()));
                findings.addAll(ownFindings);
                print(dump, findings, Duration.ofMillis(clock.millis() - begin));
                return shortfalls.isEmpty() && findings.stream().allMatch(Finding::holds);
            }
        }
    }

    private Dump storm(Targets targets, Dumper dumper, String bootstrapServers)
            throws InterruptedException, ExecutionException, TimeoutException {
        startServices(targets, settings.protocols().getFirst());
        try (Requests requests = new Requests(bootstrapServers);
                Poisoner poisoner = new Poisoner(bootstrapServers, clock, settings.seed());
                EndsWatch ends = new EndsWatch(bootstrapServers).start();
                CommitSampler sampler = new CommitSampler(dumper).start()) {
            Traffic traffic = new Traffic(requests, poisoner, ends, new JobPlans(settings.seed()));
            int phases = settings.protocols().size();
            for (int phase = 0; phase < phases; phase++) {
                Protocol protocol = settings.protocols().get(phase);
                if (phase > 0) {
                    startServices(targets, protocol);
                }
                phase(targets, traffic, settings.jobs() * (phase + 1) / phases, phase, protocol);
                awaitNoLag(dumper);
                stopServices(targets);
            }
            return dump(dumper, requests, poisoner, sampler);
        }
    }

    private void startServices(Targets targets, Protocol protocol) throws InterruptedException {
        targets.services().use(protocol);
        STEADY.forEach(targets.services()::launch);
        STEADY.forEach(targets.services()::awaitReady);
        awaitCalm(targets);
        tell("two services are ready, with the " + protocol.name().toLowerCase(Locale.ROOT) + " protocol");
    }

    private void stopServices(Targets targets) {
        List<String> forced =
                STEADY.stream().filter(name -> !targets.services().end(name)).toList();
        ownFindings.add(new Finding(
                "I12",
                "services drain and end when they are told to",
                STEADY.size() + " processes",
                "",
                forced.stream().map(name -> name + " had to be killed").toList()));
    }

    private void phase(Targets targets, Traffic traffic, int upTo, int phase, Protocol protocol)
            throws InterruptedException {
        int jobs = upTo - traffic.asked();
        int calm = Math.max(1, jobs / CALM_PART);
        traffic.ask(traffic.asked() + calm, CALM_PACE.multipliedBy(calm), false, () -> progress(traffic));
        settle(traffic, protocol + ", calm beginning");
        traffic.poisonInCalm();
        try (Nemesis nemesis = new Nemesis(targets, settings.faults(), settings.seed() * 31 + phase, faults)) {
            nemesis.start(settings.cycles());
            traffic.ask(upTo, settings.time().dividedBy(settings.protocols().size()), true, () -> progress(traffic));
            if (!nemesis.awaitAll(PATIENCE)) {
                shortfalls.add("the guest did not come and go " + settings.cycles()
                        + " times, or not every fault came, within " + PATIENCE);
            }
            nemesis.stop();
            nemesis.failures().forEach(failure -> shortfalls.add("a fault could not be inflicted: " + failure));
        }
        settle(traffic, protocol + ", after the storm");
        awaitCalm(targets);
        traffic.poisonInCalm();
    }

    private void settle(Traffic traffic, String when) throws InterruptedException {
        long begin = System.nanoTime();
        boolean settled = traffic.awaitEnds(SETTLING, () -> progress(traffic));
        Duration took = Duration.ofNanos(System.nanoTime() - begin);
        tell(when + ": all jobs have ended after " + took.toMillis() + " ms more");
        ownFindings.add(new Finding(
                "I9",
                "all jobs end within " + SETTLING.toSeconds() + " s (" + when + ")",
                Finding.count(traffic.asked(), "jobs"),
                took.toMillis() + " ms",
                settled ? List.of() : List.of(traffic.onTheirWay() + " jobs are still on their way")));
    }

    /** Replicas in step, groups at rest. */
    private void awaitCalm(Targets targets) throws InterruptedException {
        long deadline = System.nanoTime() + SETTLING.toNanos();
        while (!targets.view().healthy() || !targets.view().settled(STEADY.size())) {
            if (System.nanoTime() > deadline) {
                shortfalls.add("the replicas or the groups did not come to rest within " + SETTLING);
                return;
            }
            Thread.sleep(500);
        }
    }

    private void awaitNoLag(Dumper dumper) throws InterruptedException, ExecutionException, TimeoutException {
        long begin = System.nanoTime();
        while (System.nanoTime() - begin < SETTLING.toNanos()) {
            Map<Partition, Long> committed = dumper.sample().committed();
            boolean none = dumper.ends().entrySet().stream()
                    .allMatch(end -> committed.getOrDefault(end.getKey(), 0L) >= end.getValue());
            if (none) {
                tell("no lag after " + (System.nanoTime() - begin) / 1_000_000 + " ms");
                return;
            }
            Thread.sleep(300);
        }
        tell("there is still lag");
    }

    private Dump dump(Dumper dumper, Requests requests, Poisoner poisoner, CommitSampler sampler)
            throws InterruptedException, ExecutionException, TimeoutException {
        tell("reading everything back");
        sampler.close();
        poisoner.flush();
        Folder folder = new Folder(settings.folder());
        List<SentPoison> poisons = poisoner.sent();
        return new Dump(
                requests.asked(),
                requests.unsure(),
                poisons,
                dumper.records(poisons.stream().map(SentPoison::place).collect(Collectors.toSet())),
                dumper.sample().committed(),
                dumper.ends(),
                sampler.samples(),
                folder.lines(),
                folder.artifacts(),
                folder.meters(),
                faults.windows());
    }

    private void print(Dump dump, List<Finding> findings, Duration took) {
        Report report = new Report(settings, dump, findings, took);
        report.lines().forEach(out::println);
        shortfalls.forEach(shortfall -> out.println("NOT DONE: " + shortfall));
    }

    private void progress(Traffic traffic) {
        if (System.nanoTime() - lastTold > Duration.ofSeconds(10).toNanos()) {
            tell(traffic.asked() + " jobs asked for, " + traffic.onTheirWay() + " on their way; " + faults.open());
        }
    }

    private void tell(String what) {
        lastTold = System.nanoTime();
        out.printf("%s %s%n", clock.instant().toString().substring(11, 19), what);
        out.flush();
    }
}
