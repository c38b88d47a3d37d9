package dev.rushes.timeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rushes.flow.FlowStage;
import dev.rushes.media.store.ObjectStore;
import dev.rushes.runtime.database.DatabaseConfiguration;
import dev.rushes.runtime.kafka.EventLog;
import dev.rushes.runtime.kafka.EventRecord;
import dev.rushes.runtime.stage.JobOrder;
import dev.rushes.runtime.wire.StageDefinition;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

class TimelineConfigurationTest {
    @Configuration(proxyBeanMethods = false)
    @Import({DatabaseConfiguration.class, TimelineConfiguration.class})
    static class Service {
        @Bean
        ObjectStore store() {
            return new MemoryStore();
        }

        @Bean
        QuietLog log() {
            return new QuietLog();
        }
    }

    /** Nothing is ever told; knows who listens. */
    static final class QuietLog implements EventLog {
        private final Set<String> groups = new CopyOnWriteArraySet<>();

        @Override
        public Reading read(String group, Function<List<EventRecord>, Mono<Void>> batch) {
            groups.add(group);
            return new Reading() {
                @Override
                public long lag() {
                    return 0;
                }

                @Override
                public boolean caughtUp() {
                    return true;
                }

                @Override
                public void close() {
                    groups.remove(group);
                }
            };
        }

        @Override
        public Flux<EventRecord> tail(From from) {
            return Flux.never();
        }

        @Override
        public Mono<Boolean> hasRead(String group, Instant until) {
            return Mono.just(true);
        }
    }

    @Test
    void theServiceHandsOneStageToTheRuntimeListensToErasuresAndBringsItsSchemaUpToDateFirst(@TempDir Path folder) {
        try (LedgerDatabase database = new LedgerDatabase(folder);
                var context = new SpringApplicationBuilder(Service.class)
                        .web(WebApplicationType.NONE)
                        .properties(database.properties())
                        .run()) {
            StageDefinition<?, ?> stage = context.getBean("timelineStage", StageDefinition.class);

            assertThat(stage.stage()).isEqualTo(FlowStage.TIMELINE);
            assertThat(stage.policy().order()).isEqualTo(JobOrder.ONE_AT_A_TIME);
            assertThat(context.getBean(QuietLog.class).groups).containsExactly("rushes.timeline-erasures");
        }
    }
}
