package dev.rushes.timeline.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rushes.events.AnalysisStatus;
import dev.rushes.events.ChunkAnalyzed;
import dev.rushes.events.JobEvent;
import dev.rushes.events.JobEventType;
import dev.rushes.events.MediaInfo;
import dev.rushes.events.MediaStored;
import dev.rushes.events.Rational;
import dev.rushes.events.RenderFinished;
import dev.rushes.events.SplitFinished;
import dev.rushes.events.StoredObject;
import dev.rushes.events.TimelineAssembled;
import dev.rushes.events.TrackKind;
import dev.rushes.flow.FlowStage;
import dev.rushes.flow.Recipe;
import dev.rushes.media.wire.MediaWire;
import dev.rushes.runtime.stage.JobOptions;
import dev.rushes.runtime.stage.JobTicket;
import dev.rushes.runtime.testkit.RecordingContext;
import dev.rushes.runtime.wire.EventIds;
import dev.rushes.runtime.wire.JobWire;
import dev.rushes.runtime.wire.Stamp;
import dev.rushes.timeline.domain.AssembledTimeline;
import dev.rushes.timeline.domain.Footage;
import dev.rushes.timeline.domain.TimelineInput;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class TimelineWireTest {
    private static final StoredObject OBJECT = new StoredObject("some/key", 42L, "cd".repeat(32), "video/mp4");
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

    private final TimelineWire wire = new TimelineWire();
    private final JobTicket ticket = RecordingContext.ticket(Recipe.HIGHLIGHTS, JobOptions.DEFAULTS);

    @Test
    void readsAnAnalyzedChunkWithItsSpanOnTheSourcesClock() {
        TimelineInput input = wire.read(analyzed(AnalysisStatus.OK));

        assertThat(input).isInstanceOfSatisfying(TimelineInput.Chunk.class, chunk -> {
            assertThat(chunk.chunk().unit()).isEqualTo("video-00003");
            assertThat(chunk.chunk().span().end()).isEqualTo(dev.rushes.media.value.Rational.of(50, 1));
            assertThat(chunk.chunk().findings()).contains(MediaWire.object(OBJECT));
        });
    }

    @Test
    void findingsOfAStatusThatDoesNotVouchForThemDoNotCount() {
        for (AnalysisStatus status : AnalysisStatus.values()) {
            boolean vouched = status == AnalysisStatus.OK || status == AnalysisStatus.PARTIAL;
            assertThat(wire.read(analyzed(status)))
                    .isInstanceOfSatisfying(TimelineInput.Chunk.class, chunk -> assertThat(
                                    chunk.chunk().gap())
                            .as("%s", status)
                            .isEqualTo(!vouched));
        }
    }

    @Test
    void theSplitSaysWhatToWaitForAndStoredMediaThatThereIsNothing() {
        SplitFinished split = SplitFinished.newBuilder()
                .setEventId(UUID.randomUUID())
                .setOccurredAt(NOW)
                .setJob(JobWire.job(ticket))
                .setMedia(OBJECT)
                .setInfo(info())
                .setVideoChunks(4)
                .setAudioChunks(1)
                .setDuration(new Rational(60L, 1L))
                .build();
        MediaStored stored = MediaStored.newBuilder()
                .setEventId(UUID.randomUUID())
                .setOccurredAt(NOW)
                .setJob(JobWire.job(ticket))
                .setMedia(OBJECT)
                .setInfo(MediaInfo.newBuilder()
                        .setClaimedDuration(new Rational(7L, 2L))
                        .build())
                .build();

        assertThat(wire.read(split)).isInstanceOfSatisfying(TimelineInput.Expectation.class, expected -> {
            assertThat(List.of(expected.videoChunks(), expected.audioChunks())).containsExactly(4, 1);
            assertThat(expected.footage().duration()).isEqualTo(dev.rushes.media.value.Rational.of(60, 1));
        });
        assertThat(wire.read(stored)).isInstanceOfSatisfying(TimelineInput.Expectation.class, expected -> {
            assertThat(List.of(expected.videoChunks(), expected.audioChunks())).containsExactly(0, 0);
            assertThat(expected.footage().duration()).isEqualTo(dev.rushes.media.value.Rational.of(7, 2));
        });
    }

    @Test
    void refusesARecordOfAnotherTopic() {
        assertThatThrownBy(() -> wire.read(new RenderFinished()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("RenderFinished");
    }

    @Test
    void theFactHasAnIdentifierThatFollowsFromJobAndRunAndPeopleGetToReadIt() {
        AssembledTimeline fact = new AssembledTimeline(
                MediaWire.object(OBJECT),
                MediaWire.object(OBJECT),
                new Footage(
                        MediaWire.object(OBJECT),
                        MediaWire.info(info()),
                        dev.rushes.media.value.Rational.of(60, 1),
                        Optional.of("a.mp4")),
                5,
                dev.rushes.media.value.Rational.of(20, 1),
                1);

        TimelineAssembled written = (TimelineAssembled) wire.write(fact, new Stamp(ticket, FlowStage.TIMELINE, NOW));
        JobEvent.Builder event = JobEvent.newBuilder()
                .setEventId(UUID.randomUUID())
                .setOccurredAt(NOW)
                .setJobId(ticket.jobId())
                .setType(JobEventType.STAGE_FINISHED);
        wire.describe(fact, event);

        assertThat(written.getEventId())
                .isEqualTo(EventIds.of(ticket.jobId(), 1, FlowStage.TIMELINE, "timeline-assembled"));
        assertThat(written.getClips()).isEqualTo(5);
        assertThat(written.getFilename()).isEqualTo("a.mp4");
        assertThat(event.getTimeline()).satisfies(note -> {
            assertThat(note.getDuration()).isEqualTo(new Rational(20L, 1L));
            assertThat(note.getGaps()).isEqualTo(1);
        });
    }

    private static MediaInfo info() {
        return MediaInfo.newBuilder().build();
    }

    private ChunkAnalyzed analyzed(AnalysisStatus status) {
        return ChunkAnalyzed.newBuilder()
                .setEventId(UUID.randomUUID())
                .setOccurredAt(NOW)
                .setJob(JobWire.job(ticket))
                .setTrack(TrackKind.VIDEO)
                .setIndex(3)
                .setStatus(status)
                .setFindings(OBJECT)
                .setStart(new Rational(30L, 1L))
                .setDuration(new Rational(20L, 1L))
                .setAnalyzer("local/1")
                .build();
    }
}
