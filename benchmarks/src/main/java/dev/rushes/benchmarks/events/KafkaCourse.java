package dev.rushes.benchmarks.events;

import dev.rushes.benchmarks.broker.BrokerProcess;
import dev.rushes.benchmarks.broker.Bus;
import dev.rushes.benchmarks.broker.Tally;
import dev.rushes.benchmarks.contenders.ContenderProcess;
import dev.rushes.benchmarks.contenders.Kind;
import dev.rushes.benchmarks.contenders.Work;
import dev.rushes.benchmarks.machine.Child;
import dev.rushes.flow.Flow;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/** A contender on Kafka. Each run is a process of its own that begins at the beginning of the backlog. */
public final class KafkaCourse implements Course {
    private static final Duration START = Duration.ofSeconds(60);

    private final Kind kind;
    private final BrokerProcess broker;
    private final Bus bus;
    private final Backlog backlog;
    private final Path folder;

    public KafkaCourse(Kind kind, BrokerProcess broker, Bus bus, Backlog backlog, Path folder) {
        this.kind = kind;
        this.broker = broker;
        this.bus = bus;
        this.backlog = backlog;
        this.folder = folder;
    }

    @Override
    public String label() {
        return kind.label();
    }

    @Override
    public String promise() {
        return kind.promise();
    }

    @Override
    public Lap run(Work work, Load load) {
        bus.empty(Backlog.OUTPUT);
        bus.empty(Flow.EVENTS);
        prepareGroup();
        Map<TopicPartition, Long> before = bus.ends(Backlog.OUTPUT);
        long already = Bus.sum(before);
        long told = bus.count(Flow.EVENTS);
        Path log = folder.resolve(kind.name().toLowerCase(java.util.Locale.ROOT) + ".log");
        Span span;
        try (Child child = ContenderProcess.start(kind, broker.bootstrapServers(), work, log)) {
            String unused = child.await("READY", START);
            span = Span.watch(
                    new Span.Views(
                            () -> bus.count(Backlog.OUTPUT) - already,
                            child::cpuSeconds,
                            broker::cpuSeconds,
                            child::alive),
                    load,
                    backlog.jobs().size() - (work.stuck() ? 1 : 0));
        }
        Tally tally = Tally.of(bus, Backlog.OUTPUT, before, backlog.jobs());
        double written = tally.records() + (bus.count(Flow.EVENTS) - told);
        return new Lap(span, tally, uncommitted(), written / Math.max(1, tally.jobs()));
    }

    private void prepareGroup() {
        if (kind == Kind.SHARE_CONSUMER) {
            bus.shareFromTheBeginning(kind.group());
            bus.forgetShareGroup(kind.group());
        } else {
            bus.forgetGroup(kind.group());
        }
    }

    private long uncommitted() {
        return kind == Kind.SHARE_CONSUMER ? -1 : bus.count(Backlog.INPUT) - bus.committed(kind.group(), Backlog.INPUT);
    }
}
