package dev.rushes.runtime.kafka;

import dev.rushes.runtime.engine.Crew;
import dev.rushes.runtime.engine.DefaultLanes;
import dev.rushes.runtime.engine.GiveWay;
import dev.rushes.runtime.engine.LaneDefinition;
import dev.rushes.runtime.engine.Lanes;
import dev.rushes.runtime.engine.Leases;
import dev.rushes.runtime.engine.StageEngine;
import dev.rushes.runtime.engine.SystemTimer;
import dev.rushes.runtime.engine.Timer;
import dev.rushes.runtime.engine.Tools;
import dev.rushes.runtime.observe.LogFields;
import dev.rushes.runtime.observe.StageMeters;
import dev.rushes.runtime.observe.WorkerMeter;
import dev.rushes.runtime.rules.LeaseBook;
import dev.rushes.runtime.rules.PresenceRule;
import dev.rushes.runtime.rules.PresenceRule.Presence;
import dev.rushes.runtime.rules.ReadinessRule;
import dev.rushes.runtime.rules.StoppedRuns;
import dev.rushes.runtime.wire.StageDefinition;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Executors;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** The runtime's beans: one producer, one pair of serdes and one set of workers for all stages of the process. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({
    KafkaSettings.class,
    StagesSettings.class,
    RuntimeSettings.class,
    HeartbeatSettings.class,
    HealthSettings.class,
})
public class KafkaConfiguration {

    /** Threads that may block: one for each thing that is done, made as needed. */
    @Bean(destroyMethod = "dispose", defaultCandidate = false)
    Scheduler rushesWorkers() {
        LogFields.install();
        return Schedulers.fromExecutorService(
                Executors.newThreadPerTaskExecutor(
                        Thread.ofVirtual().name("rushes-worker-", 0).factory()),
                "rushes-workers");
    }

    @Bean
    Crew rushesCrew(@Qualifier("rushesWorkers") Scheduler rushesWorkers) {
        return new Crew(rushesWorkers, Crew.TASKS_IN_A_ROW);
    }

    @Bean(destroyMethod = "dispose", defaultCandidate = false)
    Scheduler rushesAlarms() {
        return Schedulers.newSingle("rushes-alarms", true);
    }

    @Bean
    SystemTimer rushesTimer(@Qualifier("rushesAlarms") Scheduler rushesAlarms, Crew crew) {
        return new SystemTimer(Clock.systemUTC(), rushesAlarms, crew::run);
    }

    @Bean
    Clients kafkaClients(KafkaSettings settings) {
        return new Clients(settings);
    }

    @Bean(destroyMethod = "close")
    FactSerde factSerde(KafkaSettings settings) {
        return FactSerde.of(settings);
    }

    @Bean(destroyMethod = "close")
    Courier courier(Clients clients, Crew crew) {
        return new Courier(clients::producer, crew);
    }

    @Bean
    TopicsFirst topicsFirst(Clients clients, KafkaSettings settings, Courier courier) {
        return new TopicsFirst(new Topics(clients, settings), courier);
    }

    @Bean
    KafkaOutbox kafkaOutbox(Courier courier, FactSerde serde) {
        return new KafkaOutbox(courier, serde);
    }

    @Bean
    GiveWay giveWay(RuntimeSettings settings, SystemTimer timer, MeterRegistry registry) {
        return new GiveWay(settings.giveWay().terms(), timer, registry);
    }

    @Bean
    EventLog eventLog(Clients clients, FactSerde serde, GiveWay giveWay) {
        return new KafkaEventLog(clients, serde, giveWay::givesWay);
    }

    @Bean
    Stages stages(ObjectProvider<StageDefinition<?, ?>> definitions, StageParts parts, GiveWay giveWay) {
        List<StageEngine<?, ?>> engines = new ArrayList<>();
        Map<String, StageSource> sources = new HashMap<>();
        definitions.orderedStream().forEach(definition -> {
            StageEngine<?, ?> engine = parts.engine(definition);
            engines.add(engine);
            sources.putAll(parts.sources(engine));
        });
        giveWay.listen(now -> engines.forEach(engine -> engine.giveWay(now)));
        return new Stages(engines, sources);
    }

    @Bean
    KafkaStageOrders stageOrders(KafkaOutbox outbox, Clients clients, FactSerde serde, Stages stages) {
        return new KafkaStageOrders(outbox, clients, serde, stages.engines(), Clock.systemUTC());
    }

    @Bean
    Reporter reporter(Stages stages, Lanes lanes, KafkaSettings kafka, HeartbeatSettings settings) {
        return new Reporter(stages, lanes, kafka.workerName(), settings.interval(), Clock.systemUTC());
    }

    @Bean
    Heartbeats heartbeats(
            Courier courier,
            KafkaOutbox outbox,
            Reporter reporter,
            HeartbeatSettings settings,
            MeterRegistry registry) {
        Heartbeats heartbeats = new Heartbeats(courier, outbox, reporter, settings.interval());
        WorkerMeter.HEARTBEAT_AGE.show(registry, () -> heartbeats
                .silence()
                .map(silence -> silence.toMillis() / 1000.0)
                .orElse(-1.0));
        return heartbeats;
    }

    @Bean
    WorkerRoll workers(Clients clients, FactSerde serde, HeartbeatSettings settings, MeterRegistry registry) {
        PresenceRule rule = new PresenceRule(settings.missed(), settings.memory());
        WorkerRoll roll = new WorkerRoll(clients, serde, rule, Clock.systemUTC());
        for (Presence presence : List.of(Presence.ALIVE, Presence.LOST)) {
            WorkerMeter.KNOWN.show(
                    registry,
                    () -> roll.all().stream()
                            .filter(worker -> worker.presence() == presence)
                            .count(),
                    "presence",
                    presence.name().toLowerCase(Locale.ROOT));
        }
        return roll;
    }

    @Bean
    StageRunner stageRunner(
            Stages stages,
            StageParts parts,
            KafkaStageOrders orders,
            Clients clients,
            FactSerde serde,
            RuntimeSettings settings) {
        ControlListener control =
                new ControlListener(clients, serde, stages.engines(), parts.lanes(), Clock.systemUTC());
        LeaseListener leases = new LeaseListener(clients, serde, parts.leases(), parts.hearing(), parts.timer());
        return new StageRunner(stages, new StageRunner.News(control, leases, orders.known()), settings.drain());
    }

    @Bean
    StageParts stageParts(
            KafkaOutbox outbox,
            Clients clients,
            FactSerde serde,
            Settings all,
            Lanes lanes,
            MeterRegistry registry,
            Crew crew,
            Timer rushesTimer) {
        StageParts parts = new StageParts(outbox, clients, serde, all, lanes, registry, crew, rushesTimer);
        WorkerMeter.LEASES_AGE.show(registry, () -> parts.hearing()
                .silence()
                .map(silence -> silence.toMillis() / 1000.0)
                .orElse(-1.0));
        return parts;
    }

    @Bean
    LanesSettings lanesSettings(Environment environment) {
        return LanesSettings.of(environment);
    }

    @Bean
    Lanes lanes(
            LanesSettings settings, ObjectProvider<DefaultLanes> defaults, MeterRegistry registry, Timer rushesTimer) {
        List<LaneDefinition> lanes = new DefaultLanes(
                        defaults.stream().flatMap(its -> its.lanes().stream()).toList())
                .beside(settings.definitions());
        return new Lanes(lanes, rushesTimer, registry);
    }

    @Bean
    Settings stageRuntimeSettings(KafkaSettings kafka, StagesSettings stages, RuntimeSettings runtime) {
        return new Settings(kafka, stages, runtime);
    }

    @Bean
    StagesHealthIndicator stagesHealthIndicator(
            Reporter reporter, StageRunner runner, StageParts parts, HealthSettings settings) {
        ReadinessRule rule = new ReadinessRule(settings.pollAge(), settings.stuckAfter());
        return new StagesHealthIndicator(
                reporter, runner::isReading, parts.hearing()::silence, rule, Clock.systemUTC());
    }

    @Bean
    KafkaHealthIndicator kafkaHealthIndicator(Heartbeats heartbeats, HeartbeatSettings settings) {
        return new KafkaHealthIndicator(heartbeats, settings.missed());
    }

    record Settings(KafkaSettings kafka, StagesSettings stages, RuntimeSettings runtime) {}

    /** Puts engines and sources together. */
    static final class StageParts {
        private final KafkaOutbox outbox;
        private final Clients clients;
        private final FactSerde serde;
        private final Settings settings;
        private final Lanes lanes;
        private final MeterRegistry registry;
        private final Crew crew;
        private final Timer timer;
        private final StoppedRuns stopped;
        private final Hearing hearing;
        private final Leases leases;

        StageParts(
                KafkaOutbox outbox,
                Clients clients,
                FactSerde serde,
                Settings settings,
                Lanes lanes,
                MeterRegistry registry,
                Crew crew,
                Timer timer) {
            this.outbox = outbox;
            this.clients = clients;
            this.serde = serde;
            this.settings = settings;
            this.lanes = lanes;
            this.registry = registry;
            this.crew = crew;
            this.timer = timer;
            this.stopped = new StoppedRuns(settings.runtime().rememberedRuns());
            this.hearing = new Hearing(timer, settings.runtime().lease());
            this.leases = new Leases(
                    new LeaseBook.Holder(
                            settings.kafka().workerName(), UUID.randomUUID().toString()),
                    settings.runtime().soleWorker(),
                    settings.runtime().crashes(),
                    hearing::upTo);
        }

        Timer timer() {
            return timer;
        }

        Leases leases() {
            return leases;
        }

        Hearing hearing() {
            return hearing;
        }

        Lanes lanes() {
            return lanes;
        }

        <I, O> StageEngine<I, O> engine(StageDefinition<I, O> definition) {
            Tools tools = new Tools(
                    outbox,
                    timer,
                    new Random(),
                    crew,
                    new StageMeters(registry, definition.stage()),
                    stopped,
                    leases,
                    lanes,
                    settings.kafka().workerName(),
                    settings.runtime().engine());
            return new StageEngine<>(
                    definition, settings.stages().of(definition.stage()).applyTo(definition.policy()), tools);
        }

        Map<String, StageSource> sources(StageEngine<?, ?> engine) {
            String topic = engine.stage().topic();
            String retryTopic = engine.stage().retryTopic();
            return Map.of(
                    topic, source(topic, engine, (record, claim) -> KafkaDelivery.first(record, serde, claim)),
                    retryTopic,
                            source(retryTopic, engine, (record, claim) -> KafkaDelivery.again(record, serde, claim)));
        }

        private StageSource source(String topic, StageEngine<?, ?> engine, Handover.Wrapper wrapper) {
            StageMeters meters = new StageMeters(registry, engine.stage());
            PartitionShare share = (owned, total) -> lanes.own(topic, owned, total);
            return new ReactorStageSource(topic, clients, engine, wrapper, meters, settings.kafka(), share);
        }
    }
}
