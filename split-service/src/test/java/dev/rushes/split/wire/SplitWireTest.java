package dev.rushes.split.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rushes.events.ChunkStored;
import dev.rushes.events.JobEvent;
import dev.rushes.events.JobEventType;
import dev.rushes.events.MediaStored;
import dev.rushes.events.SplitFinished;
import dev.rushes.events.TrackKind;
import dev.rushes.flow.FlowStage;
import dev.rushes.flow.Recipe;
import dev.rushes.media.value.MediaInfo;
import dev.rushes.media.value.MediaInfo.AudioInfo;
import dev.rushes.media.value.Rational;
import dev.rushes.media.value.Span;
import dev.rushes.media.value.StoredObject;
import dev.rushes.media.value.Track;
import dev.rushes.media.wire.MediaWire;
import dev.rushes.runtime.stage.JobOptions;
import dev.rushes.runtime.stage.JobTicket;
import dev.rushes.runtime.testkit.RecordingContext;
import dev.rushes.runtime.wire.Stamp;
import dev.rushes.split.domain.Chunk;
import dev.rushes.split.domain.Footage;
import dev.rushes.split.domain.SplitFact;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class SplitWireTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private final SplitWire wire = new SplitWire();
    private final JobTicket ticket = RecordingContext.ticket(Recipe.HIGHLIGHTS, JobOptions.DEFAULTS);
    private final Stamp stamp = new Stamp(ticket, FlowStage.SPLIT, NOW);
    private final Footage footage = new Footage(
            new StoredObject("tenants/default/jobs/x/source/original", 5, "ab".repeat(32), "video/mp4"),
            new MediaInfo(
                    "wav",
                    Optional.empty(),
                    Optional.empty(),
                    Optional.of(new AudioInfo(0, "pcm_s16le", 1, 8000)),
                    List.of()),
            Optional.of("holiday.mp4"));
    private final Chunk chunk = new Chunk(
            Track.VIDEO,
            3,
            new StoredObject("k", 7, "cd".repeat(32), "video/mp4"),
            new Span(Rational.of(1001, 100), Rational.of(2002, 100)),
            300);

    @Test
    void readsTheFootage() {
        MediaStored record = MediaStored.newBuilder()
                .setEventId(UUID.randomUUID())
                .setOccurredAt(NOW)
                .setJob(stamp.job())
                .setMedia(MediaWire.object(footage.media()))
                .setInfo(MediaWire.info(footage.info()))
                .setFilename("holiday.mp4")
                .build();

        assertThat(wire.read(record)).isEqualTo(footage);
        assertThat(wire.ticket(record)).isEqualTo(ticket);
    }

    @Test
    void announcesAChunkWithItsExactTimesUnderItsUnit() {
        SplitFact fact = new SplitFact.ChunkReady(chunk, footage.info(), Rational.of(41, 2));

        ChunkStored record = (ChunkStored) wire.write(fact, stamp);

        assertThat(record.getEventId()).isEqualTo(stamp.eventId("chunk-video-00003"));
        assertThat(record.getTrack()).isEqualTo(TrackKind.VIDEO);
        assertThat(record.getIndex()).isEqualTo(3);
        assertThat(MediaWire.rational(record.getStart())).isEqualTo(Rational.of(1001, 100));
        assertThat(MediaWire.rational(record.getDuration())).isEqualTo(Rational.of(1001, 100));
        assertThat(record.getFrames()).isEqualTo(300);
        assertThat(MediaWire.rational(record.getFootage())).isEqualTo(Rational.of(41, 2));
        assertThat(wire.announcedUnit(fact)).contains("video-00003");
    }

    @Test
    void concludesWithTheNumbersToWaitFor() {
        SplitFact fact = new SplitFact.Finished(footage, 4, 1, Rational.of(41, 2));

        SplitFinished record = (SplitFinished) wire.write(fact, stamp);

        assertThat(record.getEventId()).isEqualTo(stamp.eventId("split-finished"));
        assertThat(record.getVideoChunks()).isEqualTo(4);
        assertThat(record.getAudioChunks()).isEqualTo(1);
        assertThat(MediaWire.rational(record.getDuration())).isEqualTo(Rational.of(41, 2));
        assertThat(record.getFilename()).isEqualTo("holiday.mp4");
        assertThat(wire.announcedUnit(fact)).isEmpty();
    }

    @Test
    void tellsPeopleAboutChunkAndSplit() {
        JobEvent.Builder aboutChunk = event();
        wire.describe(new SplitFact.ChunkReady(chunk, footage.info(), Rational.of(41, 2)), aboutChunk);
        JobEvent.Builder aboutSplit = event();
        wire.describe(new SplitFact.Finished(footage, 4, 1, Rational.of(41, 2)), aboutSplit);

        assertThat(aboutChunk.getChunk().getIndex()).isEqualTo(3);
        assertThat(aboutChunk.getChunk().getObject().getKey()).isEqualTo("k");
        assertThat(aboutSplit.getSplit().getVideoChunks()).isEqualTo(4);
    }

    @Test
    void refusesAnotherRecord() {
        SplitFinished other = (SplitFinished) wire.write(new SplitFact.Finished(footage, 4, 1, Rational.ZERO), stamp);

        assertThatThrownBy(() -> wire.read(other)).hasMessageContaining("Expected MediaStored");
    }

    private JobEvent.Builder event() {
        return JobEvent.newBuilder()
                .setEventId(UUID.randomUUID())
                .setOccurredAt(NOW)
                .setJobId(ticket.jobId())
                .setType(JobEventType.UNIT_FINISHED);
    }
}
