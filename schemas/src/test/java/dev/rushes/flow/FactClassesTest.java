package dev.rushes.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rushes.events.JobEvent;
import dev.rushes.events.JobEventType;
import java.time.Instant;
import java.util.UUID;
import org.apache.avro.util.ClassSecurityValidator;
import org.junit.jupiter.api.Test;

class FactClassesTest {

    @Test
    void recordsCanBeMadeAndReadWithoutAnySystemProperty() throws Exception {
        JobEvent event = JobEvent.newBuilder()
                .setEventId(UUID.randomUUID())
                .setOccurredAt(Instant.EPOCH)
                .setJobId(UUID.randomUUID())
                .setType(JobEventType.REQUESTED)
                .build();

        assertThat(JobEvent.fromByteBuffer(event.toByteBuffer())).isEqualTo(event);
    }

    @Test
    void otherClassesAreStillRefused() {
        assertThat(JobEvent.getClassSchema()).isNotNull();

        assertThatThrownBy(() -> ClassSecurityValidator.validate(ProcessBuilder.class))
                .isInstanceOf(SecurityException.class);
    }
}
