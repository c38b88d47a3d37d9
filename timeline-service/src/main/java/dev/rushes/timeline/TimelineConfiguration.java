package dev.rushes.timeline;

import dev.rushes.flow.FlowStage;
import dev.rushes.media.store.ObjectStore;
import dev.rushes.runtime.database.Migrations;
import dev.rushes.runtime.kafka.EventLog;
import dev.rushes.runtime.kafka.LogFeed;
import dev.rushes.runtime.stage.JobOrder;
import dev.rushes.runtime.stage.StagePolicy;
import dev.rushes.runtime.wire.StageDefinition;
import dev.rushes.timeline.TimelineAssembler.ClipLengths;
import dev.rushes.timeline.TimelineStage.Forgetting;
import dev.rushes.timeline.domain.AssembledTimeline;
import dev.rushes.timeline.domain.TimelineInput;
import dev.rushes.timeline.findings.FindingsReader;
import dev.rushes.timeline.ledger.FanInLedger;
import dev.rushes.timeline.ledger.FanInTables;
import dev.rushes.timeline.wire.TimelineWire;
import java.time.Duration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.transaction.reactive.TransactionalOperator;

/** Wires the timeline stage; imported by {@link TimelineApplication} and by the standalone mode. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(TimelineSettings.class)
public class TimelineConfiguration {
    private static final StagePolicy POLICY = new StagePolicy(
            4, JobOrder.ONE_AT_A_TIME, 5, Duration.ofSeconds(1), Duration.ofMinutes(1), Duration.ofMinutes(2));

    /** The schema is brought up to date before anybody can use the ledger. */
    @Bean
    FanInLedger timelineLedger(DatabaseClient database, TransactionalOperator transaction, Migrations migrations) {
        migrations.migrate("timeline");
        return new FanInLedger(new FanInTables(database), transaction);
    }

    @Bean
    LogFeed timelineErasures(EventLog log, FanInLedger timelineLedger) {
        ErasedJobs erased = new ErasedJobs(timelineLedger);
        return new LogFeed(() -> log.read(ErasedJobs.GROUP, erased::forget));
    }

    @Bean
    StageDefinition<TimelineInput, AssembledTimeline> timelineStage(
            FanInLedger timelineLedger, ObjectStore store, TimelineSettings settings) {
        FindingsReader.Limits limits = new FindingsReader.Limits(
                Math.toIntExact(settings.findingsPerChunk().toBytes()),
                settings.findingsPerJob().toBytes(),
                settings.readsAtATime());
        TimelineAssembler assembler = new TimelineAssembler(
                new FindingsReader(store, limits),
                store,
                new ClipLengths(settings.shortestClip(), settings.longestClip()));
        TimelineStage stage = new TimelineStage(
                timelineLedger, assembler, new Forgetting(settings.forgetAfter(), settings.forgetAtMost()));
        return new StageDefinition<>(FlowStage.TIMELINE, stage, new TimelineWire(), POLICY);
    }
}
