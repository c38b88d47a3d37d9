package dev.rushes.campaigns.stub;

import dev.rushes.campaigns.plan.PlannedJob;
import dev.rushes.flow.FlowStage;
import dev.rushes.runtime.boot.StageRuntimeConfiguration;
import dev.rushes.runtime.stage.JobOrder;
import dev.rushes.runtime.stage.StagePolicy;
import dev.rushes.runtime.wire.StageDefinition;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/**
 * A service process with all five stages as stubs: {@code StubService --campaign.folder=… --campaign.name=… --rushes.kafka.…}. Prints
 * {@code ready} when its consumers have started; drains on SIGTERM.
 */
@Configuration(proxyBeanMethods = false)
@Import(StageRuntimeConfiguration.class)
public class StubService {
    /** Longest wait before the second try; doubles once. */
    public static final Duration BACKOFF_BASE = Duration.ofMillis(500);
    /** Longest wait before any try. */
    public static final Duration BACKOFF_CAP = Duration.ofSeconds(2);

    private static final int CONCURRENCY = 16;
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    /** Folder of the run below which effects and meters are. */
    public static final String ARTIFACTS = "artifacts";

    public static void main(String... arguments) {
        ConfigurableApplicationContext unused = new SpringApplicationBuilder(StubService.class)
                .web(WebApplicationType.NONE)
                .properties("spring.main.banner-mode=off", "spring.main.keep-alive=true")
                .run(arguments);
        System.out.println("ready");
    }

    @Bean
    MeterRegistry meterRegistry() {
        return new SimpleMeterRegistry();
    }

    @Bean
    MeterLog meterLog(
            MeterRegistry registry, @Value("${campaign.folder}") Path folder, @Value("${campaign.name}") String name) {
        return new MeterLog(registry, folder.resolve("meters").resolve(name));
    }

    @Bean(destroyMethod = "close")
    EffectLog effectLog(@Value("${campaign.folder}") Path folder, @Value("${campaign.name}") String name) {
        return new EffectLog(folder.resolve("effects").resolve(name));
    }

    @Bean
    Artifacts artifacts(@Value("${campaign.folder}") Path folder) {
        return new Artifacts(folder.resolve(ARTIFACTS));
    }

    @Bean
    StageDefinition<?, ?> upload(Artifacts artifacts, EffectLog log) {
        return stage(FlowStage.UPLOAD, artifacts, log);
    }

    @Bean
    StageDefinition<?, ?> split(Artifacts artifacts, EffectLog log) {
        return stage(FlowStage.SPLIT, artifacts, log);
    }

    @Bean
    StageDefinition<?, ?> analysis(Artifacts artifacts, EffectLog log) {
        return stage(FlowStage.ANALYSIS, artifacts, log);
    }

    @Bean
    StageDefinition<?, ?> timeline(Artifacts artifacts, EffectLog log) {
        return stage(FlowStage.TIMELINE, artifacts, log);
    }

    @Bean
    StageDefinition<?, ?> render(Artifacts artifacts, EffectLog log) {
        return stage(FlowStage.RENDER, artifacts, log);
    }

    private static StageDefinition<?, ?> stage(FlowStage stage, Artifacts artifacts, EffectLog log) {
        StagePolicy policy = new StagePolicy(
                CONCURRENCY,
                stage == FlowStage.TIMELINE ? JobOrder.ONE_AT_A_TIME : JobOrder.ANY,
                PlannedJob.ATTEMPTS,
                BACKOFF_BASE,
                BACKOFF_CAP,
                TIMEOUT);
        return new StageDefinition<>(
                stage, new StubStage(stage, artifacts, log, Clock.systemUTC()), new StubWire(stage), policy);
    }
}
