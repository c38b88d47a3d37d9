package dev.rushes.campaigns.nemesis;

import dev.rushes.campaigns.cluster.Network.Node;
import dev.rushes.campaigns.cluster.Services;
import dev.rushes.flow.Flow;
import dev.rushes.flow.FlowStage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Does faults, one at a time. Each method begins one, waits, and ends it, and returns when that is done. */
final class Faults {
    private static final Duration BROKER_PAUSE = Duration.ofSeconds(12);
    private static final Duration ZOMBIE = Services.SESSION.plusSeconds(5);
    private static final int PARTITIONS = 6;

    private final Targets targets;
    private final FaultLog log;
    private final SplittableRandom random;

    Faults(Targets targets, FaultLog log, SplittableRandom random) {
        this.targets = targets;
        this.log = log;
        this.random = random;
    }

    void inflict(FaultKind kind) throws InterruptedException {
        switch (kind) {
            case BROKER_KILL -> killBroker(leader());
            case BROKER_PAUSE -> pauseBroker(leader());
            case BROKER_CUT -> cutBrokers();
            case BROKER_LOSS -> lossAtBroker(anyBroker());
            case SERVICE_KILL -> killService(anyService());
            case SERVICE_PAUSE -> pauseService(anyService());
            case SERVICE_ROLL -> roll();
            case SERVICE_CUT -> cutService(anyService(), anyBroker());
            case SERVICE_LOSS -> lossAtService(anyService());
            case JOIN_LEAVE -> joinAndLeave(random.nextInt(3) == 0);
        }
    }

    private void killBroker(int broker) throws InterruptedException {
        during(FaultKind.BROKER_KILL, "broker-" + broker, () -> {
            targets.brokers().kill(broker);
            sleep(1_000, 5_000);
            targets.brokers().launch(broker);
        });
    }

    private void pauseBroker(int broker) throws InterruptedException {
        during(FaultKind.BROKER_PAUSE, "broker-" + broker, () -> {
            targets.brokers().stop(broker);
            try {
                Thread.sleep(BROKER_PAUSE);
            } finally {
                targets.brokers().goOn(broker);
            }
        });
    }

    private void cutBrokers() throws InterruptedException {
        int from = anyBroker();
        int to = targets.brokers().ids().stream()
                .filter(id -> id != from)
                .skip(random.nextInt(2))
                .findFirst()
                .orElseThrow();
        lose(
                FaultKind.BROKER_CUT,
                List.of(targets.brokers().node(from)),
                List.of(targets.brokers().node(to)),
                100,
                10_000);
    }

    private void lossAtBroker(int broker) throws InterruptedException {
        Node its = targets.brokers().node(broker);
        List<Node> others = new ArrayList<>(targets.nodes());
        boolean unused = others.remove(its);
        lose(FaultKind.BROKER_LOSS, others, List.of(its), random.nextInt(10, 31), 10_000);
    }

    private void killService(String service) throws InterruptedException {
        during(FaultKind.SERVICE_KILL, service, () -> {
            targets.services().kill(service);
            sleep(1_000, 5_000);
            targets.services().launch(service);
            targets.services().awaitReady(service);
        });
    }

    private void pauseService(String service) throws InterruptedException {
        during(FaultKind.SERVICE_PAUSE, service, () -> {
            targets.services().stop(service);
            try {
                Thread.sleep(ZOMBIE);
            } finally {
                targets.services().goOn(service);
            }
        });
    }

    private void roll() throws InterruptedException {
        during(FaultKind.SERVICE_ROLL, "all services", () -> {
            for (String service : targets.steady()) {
                boolean unused = targets.services().end(service);
                targets.services().launch(service);
                targets.services().awaitReady(service);
            }
        });
    }

    private void cutService(String service, int broker) throws InterruptedException {
        List<Node> its = List.of(targets.services().node(service));
        List<Node> other = List.of(targets.brokers().node(broker));
        boolean towards = random.nextBoolean();
        lose(FaultKind.SERVICE_CUT, towards ? its : other, towards ? other : its, 100, 12_000);
    }

    private void lossAtService(String service) throws InterruptedException {
        List<Node> brokers =
                targets.brokers().ids().stream().map(targets.brokers()::node).toList();
        lose(
                FaultKind.SERVICE_LOSS,
                brokers,
                List.of(targets.services().node(service)),
                random.nextInt(10, 31),
                10_000);
    }

    private void lose(FaultKind kind, List<Node> from, List<Node> to, int percent, int longest)
            throws InterruptedException {
        String names = from.size() > 3
                ? "all"
                : String.join("+", from.stream().map(Node::name).toList());
        during(kind, names + ">" + to.getFirst().name() + " " + percent + "%", () -> {
            try {
                to.forEach(receiver -> from.forEach(sender -> targets.network().drop(sender, receiver, percent)));
                sleep(5_000, longest);
            } finally {
                to.forEach(targets.network()::heal);
            }
        });
    }

    private void joinAndLeave(boolean byForce) throws InterruptedException {
        during(FaultKind.JOIN_LEAVE, targets.guest() + (byForce ? ", killed" : ""), () -> {
            targets.services().launch(targets.guest());
            targets.services().awaitReady(targets.guest());
            sleep(2_000, 6_000);
            if (byForce) {
                targets.services().kill(targets.guest());
            } else {
                boolean unused = targets.services().end(targets.guest());
            }
        });
    }

    /** What a fault does; returns when it is over. */
    private interface Harm {
        void inflict() throws InterruptedException;
    }

    private void during(FaultKind kind, String target, Harm harm) throws InterruptedException {
        Object fault = log.begin(kind, target);
        try {
            harm.inflict();
        } finally {
            log.end(fault);
        }
    }

    private int leader() {
        FlowStage stage = Flow.STAGES.get(random.nextInt(Flow.STAGES.size()));
        int partition = random.nextInt(PARTITIONS);
        int otherwise = anyBroker();
        return targets.view().leader(stage, partition).orElse(otherwise);
    }

    private int anyBroker() {
        List<Integer> ids = targets.brokers().ids();
        return ids.get(random.nextInt(ids.size()));
    }

    private String anyService() {
        return targets.steady().get(random.nextInt(targets.steady().size()));
    }

    private void sleep(int shortest, int longest) throws InterruptedException {
        Thread.sleep(random.nextInt(shortest, longest + 1));
    }
}
