package dev.rushes.runtime.example;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rushes.events.MediaInfo;
import dev.rushes.events.MediaStored;
import dev.rushes.events.SplitFinished;
import dev.rushes.events.StoredObject;
import dev.rushes.flow.Recipe;
import dev.rushes.runtime.engine.Letter;
import dev.rushes.runtime.stage.CommonFailure;
import dev.rushes.runtime.stage.JobOptions;
import dev.rushes.runtime.stage.StageFailure;
import dev.rushes.runtime.testkit.RecordingContext;
import dev.rushes.runtime.testkit.StageHarness;
import dev.rushes.runtime.wire.JobWire;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

class ShotCountStageTest {
    private final AtomicInteger asked = new AtomicInteger();
    private final AtomicInteger troubles = new AtomicInteger();
    private final MemoryCounts counts = new MemoryCounts();
    private final StageHarness<Footage, ShotCount> harness =
            StageHarness.of(ShotCountConfiguration.shotCountStage(this::shots, counts));

    @AfterEach
    void close() {
        harness.close();
    }

    @Test
    void counts_once_and_announces_the_same_fact_again() {
        harness.deliver(footage("holiday"));
        harness.settle();
        harness.redeliverAll();
        harness.settle();

        assertThat(harness.facts(SplitFinished.class))
                .allSatisfy(fact -> assertThat(fact.getVideoChunks()).isEqualTo(7));
        assertThat(harness.facts(SplitFinished.class).stream()
                        .map(SplitFinished::getEventId)
                        .distinct())
                .hasSize(1);
        assertThat(asked).hasValue(1);
    }

    @Test
    void trouble_is_tried_again_when_it_is_due() {
        troubles.set(1);
        harness.deliver(footage("holiday"));
        harness.settle();
        assertThat(harness.retries()).hasSize(1);

        harness.advance(Duration.ofSeconds(2));
        harness.settle();
        assertThat(harness.facts(SplitFinished.class)).hasSize(1);
        assertThat(harness.unfinished()).isZero();
    }

    @Test
    void a_crash_before_the_fact_is_out_costs_no_second_count() {
        harness.crashBefore(letter -> letter instanceof Letter.Fact fact && fact.record() instanceof SplitFinished);
        harness.deliver(footage("holiday"));
        org.awaitility.Awaitility.await().until(harness::crashed);

        harness.restart();
        harness.settle();
        assertThat(harness.facts(SplitFinished.class)).hasSize(1);
        assertThat(asked).hasValue(1);
    }

    private Flux<Integer> shots(Footage footage) {
        return Flux.defer(() -> {
            if (troubles.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                return Flux.error(new StageFailure(
                        CommonFailure.DISK_FULL, "Expected room for the pictures, but the disk is full"));
            }
            asked.incrementAndGet();
            return Flux.range(1, 7);
        });
    }

    static MediaStored footage(String key) {
        return MediaStored.newBuilder()
                .setEventId(UUID.randomUUID())
                .setOccurredAt(Instant.parse("2026-01-01T00:00:00Z"))
                .setJob(JobWire.job(RecordingContext.ticket(Recipe.HIGHLIGHTS, JobOptions.DEFAULTS)))
                .setMedia(StoredObject.newBuilder().setKey(key).build())
                .setInfo(MediaInfo.newBuilder().build())
                .setFilename(key)
                .build();
    }

    private static final class MemoryCounts implements ShotCounts {
        private final Map<Footage, ShotCount> known = new ConcurrentHashMap<>();

        @Override
        public Mono<ShotCount> find(Footage footage) {
            return Mono.fromSupplier(() -> known.get(footage));
        }

        @Override
        public Mono<ShotCount> keep(ShotCount count) {
            return Mono.fromSupplier(() -> {
                ShotCount first = known.putIfAbsent(count.footage(), count);
                return first == null ? count : first;
            });
        }
    }
}
