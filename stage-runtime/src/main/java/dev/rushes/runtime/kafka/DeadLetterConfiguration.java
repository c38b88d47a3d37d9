package dev.rushes.runtime.kafka;

import dev.rushes.runtime.deadletters.DeadLetters;
import dev.rushes.runtime.deadletters.Reopening;
import dev.rushes.runtime.engine.SystemTimer;
import java.time.Clock;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import reactor.core.scheduler.Scheduler;

/** Dead letters and queues for people, and the audit of what people do. Costs nothing where nobody asks. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({DeadLetterSettings.class, QueueSettings.class})
public class DeadLetterConfiguration {

    @Bean
    Audit audit(KafkaOutbox outbox) {
        return new KafkaAudit(outbox);
    }

    @Bean
    AuditLog auditLog(Clients clients, FactSerde serde) {
        return new KafkaAuditLog(clients, serde);
    }

    @Bean
    DeadLetters deadLetters(
            Clients clients,
            Courier courier,
            FactSerde serde,
            DeadLetterTools tools,
            ObjectProvider<Reopening> reopening,
            KafkaSettings kafka,
            DeadLetterSettings settings) {
        return new KafkaDeadLetters(new KafkaDeadLetters.Parts(
                clients,
                serde,
                new ReplayDeeds(courier, tools.outbox(), serde, tools.workers()),
                tools.audit(),
                () -> reopening.getIfAvailable(() -> Reopening.NOBODY),
                tools.workers(),
                tools.timer(),
                kafka.deadLetterRetention(),
                settings));
    }

    /** Made, and so begun, only where somebody wants to look; its type must not say that it has a life, or it would be made anyway. */
    @Bean
    @Lazy
    Queues queues(
            Clients clients,
            FactSerde serde,
            Workers workers,
            KafkaSettings kafka,
            DeadLetterSettings letters,
            QueueSettings settings) {
        return new QueueWatch(new QueueWatch.Parts(
                clients,
                new ReplayMarks(serde, letters.rememberedReplays()),
                workers,
                kafka.deadLetterRetention(),
                settings,
                Clock.systemUTC()));
    }

    @Bean(destroyMethod = "close")
    KafkaLogReach logReach(
            Clients clients, KafkaSettings settings, @Qualifier("rushesWorkers") Scheduler rushesWorkers) {
        return new KafkaLogReach(clients, settings, rushesWorkers);
    }

    @Bean
    DeadLetterTools deadLetterTools(
            KafkaOutbox outbox,
            Audit audit,
            @Qualifier("rushesWorkers") Scheduler rushesWorkers,
            SystemTimer rushesTimer) {
        return new DeadLetterTools(outbox, audit, rushesWorkers, rushesTimer);
    }

    record DeadLetterTools(KafkaOutbox outbox, Audit audit, Scheduler workers, SystemTimer timer) {}
}
