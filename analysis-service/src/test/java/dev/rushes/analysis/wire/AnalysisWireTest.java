package dev.rushes.analysis.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rushes.analysis.Chunks;
import dev.rushes.analysis.domain.AnalyzedChunk;
import dev.rushes.analysis.domain.ChunkToAnalyze;
import dev.rushes.analysis.domain.Verdict;
import dev.rushes.events.AnalysisStatus;
import dev.rushes.events.ChunkAnalyzed;
import dev.rushes.events.ChunkStored;
import dev.rushes.events.JobEvent;
import dev.rushes.events.JobEventType;
import dev.rushes.events.TrackKind;
import dev.rushes.flow.FlowStage;
import dev.rushes.flow.Recipe;
import dev.rushes.media.value.Rational;
import dev.rushes.media.value.StoredObject;
import dev.rushes.media.wire.MediaWire;
import dev.rushes.runtime.stage.JobOptions;
import dev.rushes.runtime.testkit.RecordingContext;
import dev.rushes.runtime.wire.Stamp;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class AnalysisWireTest {
    private static final StoredObject FINDINGS = new StoredObject("findings", 9, "cd".repeat(32), "application/json");

    private final AnalysisWire wire = new AnalysisWire();
    private final Stamp stamp = new Stamp(
            RecordingContext.ticket(Recipe.HIGHLIGHTS, JobOptions.DEFAULTS),
            FlowStage.ANALYSIS,
            Instant.parse("2026-01-02T03:04:05Z"));

    @Test
    void readsAChunkAsItWasWritten() {
        ChunkToAnalyze chunk = Chunks.video();

        assertThat(wire.read(stored(chunk))).isEqualTo(chunk);
        assertThat(wire.unit(chunk)).contains("video-00003");
    }

    @Test
    void readsHowLongTheFootageIsIfTheSplitSays() {
        ChunkStored record = stored(Chunks.video());
        assertThat(wire.read(record).footage()).isEmpty();

        ChunkStored told = ChunkStored.newBuilder(record)
                .setFootage(MediaWire.rational(Rational.of(41, 2)))
                .build();

        assertThat(wire.read(told).footage()).contains(Rational.of(41, 2));
    }

    @Test
    void refusesAChunkThatDoesNotLastAndOtherFacts() {
        ChunkStored record = stored(Chunks.video(Chunks.VIDEO, Rational.ZERO, Rational.ZERO, 1));

        assertThatThrownBy(() -> wire.read(record)).hasMessageContaining("that lasts");
        assertThatThrownBy(() -> wire.read(stamp.job())).hasMessageContaining("Expected a ChunkStored");
    }

    @Test
    void aRepeatHasTheSameIdentifier() {
        AnalyzedChunk fact = AnalyzedChunk.of(Chunks.video(), new Verdict("local/1", "x", Optional.empty()), FINDINGS);
        Stamp later =
                new Stamp(stamp.ticket(), stamp.stage(), stamp.occurredAt().plusSeconds(60));

        ChunkAnalyzed first = wire.write(fact, stamp);

        assertThat(first.getEventId()).isEqualTo(wire.write(fact, later).getEventId());
        assertThat(first.getEventId()).isEqualTo(stamp.eventId("analyzed-video-00003"));
        assertThat(first.getStatus()).isEqualTo(AnalysisStatus.OK);
        assertThat(first.getFindings()).isEqualTo(MediaWire.object(FINDINGS));
        assertThat(first.getStart()).isEqualTo(MediaWire.rational(Rational.of(18, 1)));
        assertThat(first.getProblem()).isNull();
    }

    @Test
    void aGapTellsItsProblemAndHasNoFindings() {
        AnalyzedChunk gap = AnalyzedChunk.gap(Chunks.video(), "local/1", "Expected pictures, but got none");
        JobEvent.Builder event = JobEvent.newBuilder()
                .setEventId(UUID.randomUUID())
                .setOccurredAt(stamp.occurredAt())
                .setJobId(stamp.ticket().jobId())
                .setType(JobEventType.UNIT_FINISHED);

        wire.describe(gap, event);

        assertThat(wire.write(gap, stamp).getStatus()).isEqualTo(AnalysisStatus.FAILED);
        assertThat(event.getChunk().getProblem()).isEqualTo("Expected pictures, but got none");
        assertThat(event.getChunk().getStatus()).isEqualTo(AnalysisStatus.FAILED);
        assertThat(event.getChunk().getFindings()).isNull();
        assertThat(event.getChunk().getTrack()).isEqualTo(TrackKind.VIDEO);
    }

    private ChunkStored stored(ChunkToAnalyze chunk) {
        return ChunkStored.newBuilder()
                .setEventId(UUID.randomUUID())
                .setOccurredAt(stamp.occurredAt())
                .setJob(stamp.job())
                .setTrack(MediaWire.track(chunk.track()))
                .setIndex(chunk.index())
                .setChunk(MediaWire.object(chunk.chunk()))
                .setStart(MediaWire.rational(chunk.start()))
                .setDuration(MediaWire.rational(chunk.duration()))
                .setFrames(chunk.frames())
                .setInfo(MediaWire.info(chunk.info()))
                .setFootage(chunk.footage().map(MediaWire::rational).orElse(null))
                .build();
    }
}
