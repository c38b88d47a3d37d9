package dev.rushes.render.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rushes.events.JobEvent;
import dev.rushes.events.JobEventType;
import dev.rushes.events.RenderFinished;
import dev.rushes.events.TimelineAssembled;
import dev.rushes.flow.FlowStage;
import dev.rushes.flow.Recipe;
import dev.rushes.media.value.MediaInfo;
import dev.rushes.media.value.MediaInfo.AudioInfo;
import dev.rushes.media.value.Rational;
import dev.rushes.media.value.StoredObject;
import dev.rushes.media.wire.MediaWire;
import dev.rushes.render.domain.Film;
import dev.rushes.render.domain.FilmFormat;
import dev.rushes.render.domain.FinishedRender;
import dev.rushes.render.domain.RenderRequest;
import dev.rushes.runtime.stage.JobOptions;
import dev.rushes.runtime.stage.JobTicket;
import dev.rushes.runtime.testkit.RecordingContext;
import dev.rushes.runtime.wire.JobWire;
import dev.rushes.runtime.wire.Stamp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RenderWireTest {
    private static final StoredObject TIMELINE = new StoredObject("t", 10, "a".repeat(64), "application/json");
    private static final StoredObject MEDIA = new StoredObject("m", 20, "b".repeat(64), "audio/flac");
    private static final Film FILM = new Film(
            Film.NAME,
            new StoredObject("f", 30, "c".repeat(64), "video/webm"),
            FilmFormat.WEBM,
            640,
            360,
            Rational.of(1001, 50),
            true);

    private final JobTicket ticket = RecordingContext.ticket(Recipe.HIGHLIGHTS, JobOptions.DEFAULTS);
    private final Stamp stamp = new Stamp(ticket, FlowStage.RENDER, Instant.parse("2026-01-02T00:00:00Z"));
    private final RenderWire wire = new RenderWire();

    @Test
    void aTimelineBecomesARequest() {
        MediaInfo info = new MediaInfo(
                "flac",
                Optional.of(Rational.of(11, 1)),
                Optional.empty(),
                Optional.of(new AudioInfo(0, "flac", 2, 44_100)),
                List.of());
        TimelineAssembled assembled = TimelineAssembled.newBuilder()
                .setEventId(ticket.jobId())
                .setOccurredAt(Instant.EPOCH)
                .setJob(JobWire.job(ticket))
                .setTimeline(MediaWire.object(TIMELINE))
                .setMedia(MediaWire.object(MEDIA))
                .setInfo(MediaWire.info(info))
                .setDuration(MediaWire.rational(Rational.of(5, 1)))
                .build();

        assertThat(wire.read(assembled)).isEqualTo(new RenderRequest(TIMELINE, MEDIA, info));
        assertThat(wire.ticket(assembled)).isEqualTo(ticket);
    }

    @Test
    void anotherRecordIsRefusedByName() {
        RenderFinished other = (RenderFinished) wire.write(new FinishedRender(List.of(FILM)), stamp);

        assertThatThrownBy(() -> wire.read(other)).hasMessageContaining("RenderFinished");
    }

    @Test
    void aFinishedRenderHasTheSameIdentifierHoweverOftenItIsTold() {
        FinishedRender fact = new FinishedRender(List.of(FILM));
        Stamp later = new Stamp(ticket, FlowStage.RENDER, Instant.parse("2026-01-03T00:00:00Z"));

        RenderFinished first = (RenderFinished) wire.write(fact, stamp);
        RenderFinished again = (RenderFinished) wire.write(fact, later);

        assertThat(first.getEventId()).isEqualTo(again.getEventId()).isEqualTo(stamp.eventId("render-finished"));
        assertThat(first.getFilms()).singleElement().satisfies(film -> {
            assertThat(film.getName()).isEqualTo("film");
            assertThat(film.getFormat()).isEqualTo(dev.rushes.events.FilmFormat.WEBM);
            assertThat(MediaWire.object(film.getObject())).isEqualTo(FILM.object());
            assertThat(MediaWire.rational(film.getDuration())).isEqualTo(Rational.of(1001, 50));
            assertThat(film.getSound()).isTrue();
        });
    }

    @Test
    void theJobsEventNamesTheFilms() {
        JobEvent.Builder event = JobEvent.newBuilder()
                .setEventId(ticket.jobId())
                .setOccurredAt(Instant.EPOCH)
                .setJobId(ticket.jobId())
                .setType(JobEventType.COMPLETED);

        wire.describe(new FinishedRender(List.of(FILM)), event);

        assertThat(event.getFilms()).hasSize(1);
    }
}
