package dev.rushes.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rushes.flow.FlowStage;
import dev.rushes.ingest.wire.IngestWire;
import dev.rushes.media.boot.MediaConfiguration;
import dev.rushes.runtime.kafka.JobEvents;
import dev.rushes.runtime.wire.StageDefinition;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import reactor.core.publisher.Mono;

class IngestConfigurationTest {

    @Test
    void theStageIsWiredWithItsLimits(@TempDir Path folder) {
        new ApplicationContextRunner()
                .withUserConfiguration(MediaConfiguration.class, IngestConfiguration.class)
                .withBean(JobEvents.class, () -> _ -> Mono.empty())
                .withPropertyValues("rushes.store.root=" + folder, "rushes.work.root=" + folder)
                .run(context -> {
                    StageDefinition<?, ?> definition = context.getBean("ingestStage", StageDefinition.class);

                    assertThat(definition.stage()).isEqualTo(FlowStage.UPLOAD);
                    assertThat(definition.wire()).isInstanceOf(IngestWire.class);
                    assertThat(definition.policy().concurrency()).isEqualTo(4);
                    assertThat(definition.policy().attempts()).isEqualTo(3);
                    assertThat(definition.policy().timeout()).isEqualTo(Duration.ofMinutes(30));
                });
    }
}
