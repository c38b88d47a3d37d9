package dev.rushes.ingest.ledger.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rushes.events.Failure;
import dev.rushes.events.FailureKind;
import dev.rushes.events.JobEvent;
import dev.rushes.events.JobEventType;
import dev.rushes.events.Progress;
import dev.rushes.events.StageName;
import dev.rushes.ingest.ledger.domain.FactType;
import dev.rushes.ingest.ledger.domain.JobFact;
import dev.rushes.ingest.ledger.domain.Section;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class FactWireTest {

    @Test
    void everyTypeThatTheLogKnowsIsAFact() {
        for (JobEventType type : JobEventType.values()) {
            if (type != JobEventType.UNKNOWN) {
                assertThat(FactWire.fact(event(type).build()).orElseThrow().type())
                        .isEqualTo(FactType.valueOf(type.name()));
            }
        }
    }

    @Test
    void aTypeFromTheFutureIsNone() {
        assertThat(FactWire.fact(event(JobEventType.UNKNOWN).build())).isEmpty();
    }

    @Test
    void textThatADatabaseOrATerminalWouldChokeOnIsMadeHarmless() {
        JobFact fact = FactWire.fact(event(JobEventType.FAILED)
                        .setMessage("a\u0000b\u001b[31m\r\nc" + "x".repeat(100_000))
                        .setFailure(new Failure("CODE\u0000", FailureKind.OURS, "why\u0000"))
                        .setUnit("video\u0000")
                        .build())
                .orElseThrow();

        Section.Trouble trouble = fact.section(Section.Trouble.class).orElseThrow();
        String all = fact.note().message()
                + trouble.code()
                + trouble.message()
                + fact.place().unit();
        assertThat(all.codePoints()).noneMatch(Character::isISOControl);
        assertThat(fact.note().message()).hasSize(FactWire.MESSAGE_LIMIT);
    }

    @Test
    void progressIsAlwaysAFractionWhateverTheNumbersSay() {
        double[][] reports = {{5, 10, 0.5}, {20, 10, 1}, {-1, 10, 0}, {1, 0, 0}, {Double.NaN, 10, 0}, {1, Double.NaN, 0}
        };
        for (double[] report : reports) {
            JobEvent event = event(JobEventType.STAGE_PROGRESSED)
                    .setProgress(new Progress(report[0], report[1], "frames", 0.0, ""))
                    .build();
            assertThat(FactWire.fact(event)
                            .orElseThrow()
                            .section(Section.Reported.class)
                            .orElseThrow()
                            .fraction())
                    .isEqualTo(report[2]);
        }
    }

    private static JobEvent.Builder event(JobEventType type) {
        return JobEvent.newBuilder()
                .setEventId(UUID.randomUUID())
                .setOccurredAt(Instant.EPOCH)
                .setJobId(UUID.randomUUID())
                .setStage(StageName.SPLIT)
                .setType(type);
    }
}
