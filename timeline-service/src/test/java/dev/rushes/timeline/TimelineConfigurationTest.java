package dev.rushes.timeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rushes.flow.FlowStage;
import dev.rushes.media.store.ObjectStore;
import dev.rushes.runtime.database.DatabaseConfiguration;
import dev.rushes.runtime.stage.JobOrder;
import dev.rushes.runtime.wire.StageDefinition;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

class TimelineConfigurationTest {
    @Configuration(proxyBeanMethods = false)
    @Import({DatabaseConfiguration.class, TimelineConfiguration.class})
    static class Service {
        @Bean
        ObjectStore store() {
            return new MemoryStore();
        }
    }

    @Test
    void theServiceHandsOneStageToTheRuntimeAndBringsItsSchemaUpToDateFirst(@TempDir Path folder) {
        try (LedgerDatabase database = new LedgerDatabase(folder);
                var context = new SpringApplicationBuilder(Service.class)
                        .web(WebApplicationType.NONE)
                        .properties(database.properties())
                        .run()) {
            StageDefinition<?, ?> stage = context.getBean("timelineStage", StageDefinition.class);

            assertThat(stage.stage()).isEqualTo(FlowStage.TIMELINE);
            assertThat(stage.policy().order()).isEqualTo(JobOrder.ONE_AT_A_TIME);
        }
    }
}
