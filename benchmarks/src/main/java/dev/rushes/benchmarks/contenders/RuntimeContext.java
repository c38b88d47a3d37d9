package dev.rushes.benchmarks.contenders;

import dev.rushes.runtime.boot.StageRuntimeConfiguration;
import dev.rushes.runtime.kafka.FixedRegistry;
import dev.rushes.runtime.wire.StageDefinition;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.ArrayList;
import java.util.List;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.support.GenericApplicationContext;

/** The runtime through its front door: an application with some stages. */
public final class RuntimeContext {
    private RuntimeContext() {}

    /** @param settings "key=value", over the runtime's own defaults */
    public static ConfigurableApplicationContext start(
            String bootstrapServers, List<StageDefinition<?, ?>> stages, List<String> settings) {
        List<String> all = new ArrayList<>(List.of(
                "rushes.kafka.bootstrap-servers=" + bootstrapServers,
                "rushes.kafka.serializer=" + FixedRegistry.Encoder.class.getName(),
                "rushes.kafka.deserializer=" + FixedRegistry.Decoder.class.getName(),
                "rushes.kafka.worker=bench",
                "spring.main.banner-mode=off",
                "logging.level.root=warn"));
        all.addAll(settings);
        ApplicationContextInitializer<GenericApplicationContext> beans = context -> {
            for (StageDefinition<?, ?> stage : stages) {
                context.registerBean(stage.stage().label() + "Stage", StageDefinition.class, () -> stage);
            }
        };
        return new SpringApplicationBuilder(Beans.class)
                .web(WebApplicationType.NONE)
                .initializers(beans)
                .properties(all.toArray(String[]::new))
                .run();
    }

    @Configuration(proxyBeanMethods = false)
    @Import(StageRuntimeConfiguration.class)
    static class Beans {
        @Bean
        MeterRegistry meterRegistry() {
            return new SimpleMeterRegistry();
        }
    }
}
