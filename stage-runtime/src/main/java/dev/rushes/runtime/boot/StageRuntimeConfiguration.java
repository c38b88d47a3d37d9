package dev.rushes.runtime.boot;

import dev.rushes.runtime.kafka.DeadLetterConfiguration;
import dev.rushes.runtime.kafka.KafkaConfiguration;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/**
 * Runs every {@link dev.rushes.runtime.wire.StageDefinition} bean of the application, and offers {@code FactPublisher}, {@code JobEvents},
 * {@code Control}, {@code EventLog}, {@code DeadLetters} and {@code Audit}. An application without stages gets just these.
 */
@Configuration(proxyBeanMethods = false)
@Import({KafkaConfiguration.class, DeadLetterConfiguration.class})
public class StageRuntimeConfiguration {}
