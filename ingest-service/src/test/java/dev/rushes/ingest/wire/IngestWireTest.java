package dev.rushes.ingest.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rushes.events.JobEvent;
import dev.rushes.events.JobEventType;
import dev.rushes.events.JobOptions;
import dev.rushes.events.JobRequested;
import dev.rushes.events.MediaStored;
import dev.rushes.events.Source;
import dev.rushes.events.SourceKind;
import dev.rushes.flow.FlowStage;
import dev.rushes.flow.Recipe;
import dev.rushes.ingest.domain.Footage;
import dev.rushes.ingest.domain.Request;
import dev.rushes.ingest.domain.StoredMedia;
import dev.rushes.media.value.MediaInfo;
import dev.rushes.media.value.StoredObject;
import dev.rushes.runtime.stage.JobTicket;
import dev.rushes.runtime.wire.Stamp;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class IngestWireTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private final IngestWire wire = new IngestWire();

    @Test
    void theTicketTakesItsRouteAndItsFilmLengthFromTheRecipe() {
        JobTicket ticket = wire.ticket(requested().build());

        assertThat(ticket.route()).isEqualTo(Recipe.HIGHLIGHTS.route());
        assertThat(ticket.options().filmLength()).contains(Recipe.HIGHLIGHTS.filmLength());
    }

    @Test
    void aWantedFilmLengthIsKept() {
        JobRequested record = requested()
                .setOptions(JobOptions.newBuilder().setDurationMillis(45_000L).build())
                .build();

        assertThat(wire.ticket(record).options().filmLength()).contains(Duration.ofSeconds(45));
    }

    @Test
    void anUnknownRecipeGetsARouteOnWhichTheJobCanFail() {
        JobRequested record = requested().setRecipe("nonsense\u0000").build();

        assertThat(wire.ticket(record).route()).containsExactly(FlowStage.UPLOAD);
        assertThat(wire.ticket(record).recipe()).isEqualTo("nonsense");
        assertThat(wire.read(record).recipe()).isEqualTo("nonsense\u0000");
    }

    @Test
    void aTenantThatIsNoNameNeverTravelsOn() {
        JobRequested record = requested().setTenant("../other").setRun(-3).build();

        assertThat(wire.ticket(record).tenant()).isEqualTo("invalid");
        assertThat(wire.ticket(record).run()).isEqualTo(1);
        assertThat(wire.read(record).tenant()).isEqualTo("../other");
    }

    @Test
    void aSourceWithoutItsFieldIsReadAsMissing() {
        assertThat(footage(Source.newBuilder().build())).isInstanceOf(Footage.Missing.class);
        assertThat(footage(Source.newBuilder().setKind(SourceKind.URL).build())).isInstanceOf(Footage.Missing.class);
        assertThat(footage(
                        Source.newBuilder().setKind(SourceKind.URL).setUrl("  ").build()))
                .isInstanceOf(Footage.Missing.class);
        assertThat(footage(Source.newBuilder()
                        .setKind(SourceKind.UPLOAD)
                        .setUrl("https://example.com/")
                        .build()))
                .isInstanceOf(Footage.Missing.class);
    }

    @Test
    void anotherTypeOfRecordMeansNothingHere() {
        assertThatThrownBy(() -> wire.read(RequestedEvent.of(requested().build())))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Expected a JobRequested");
    }

    @Test
    void theRequestedEventIsTheSameFromWhoeverTellsIt() {
        JobRequested record =
                requested().setTitle("Summer").setLabels(Map.of("team", "a")).build();

        JobEvent fromApi = RequestedEvent.of(record);
        JobEvent fromStage = RequestedEvent.of(wire.read(record), wire.ticket(record));

        assertThat(fromApi).isEqualTo(fromStage);
        assertThat(fromApi.getEventId()).isEqualTo(RequestedEvent.id(record.getJobId(), 1));
        assertThat(fromApi.getType()).isEqualTo(JobEventType.REQUESTED);
        assertThat(fromApi.getOccurredAt()).isEqualTo(NOW);
        assertThat(fromApi.getRequest().getSource()).isEqualTo(record.getSource());
        assertThat(fromApi.getRequest().getTitle()).isEqualTo("Summer");
        assertThat(fromApi.getRequest().getLabels()).containsEntry("team", "a");
        assertThat(fromApi.getRequest().getOptions().getDurationMillis()).isEqualTo(20_000L);
    }

    @Test
    void eachRunHasARequestedEventOfItsOwn() {
        UUID job = UUID.randomUUID();

        assertThat(RequestedEvent.id(job, 1))
                .isEqualTo(RequestedEvent.id(job, 1))
                .isNotEqualTo(RequestedEvent.id(job, 2));
    }

    @Test
    void whatTravelsOnFitsIntoARecordWhateverTheRequestHolds() throws Exception {
        Map<String, String> huge = new HashMap<>();
        for (int at = 0; at < 2000; at++) {
            huge.put("key" + at, "\u0000x".repeat(200));
        }
        JobRequested record = requested()
                .setTenant("t".repeat(100_000))
                .setRecipe("r".repeat(100_000))
                .setTitle("\u0000".repeat(100_000))
                .setLabels(huge)
                .setOptions(JobOptions.newBuilder()
                        .setAnalyzer("a".repeat(100_000))
                        .setExtra(huge)
                        .build())
                .setSource(Source.newBuilder()
                        .setKind(SourceKind.URL)
                        .setUrl("https://" + "\u0000".repeat(100_000))
                        .setFilename("\u001b".repeat(100_000))
                        .build())
                .build();

        JobEvent event = RequestedEvent.of(record);

        assertThat(event.toByteBuffer().remaining()).isLessThan(32 * 1024);
        assertThat(event.toString()).doesNotContain("\u0000", "\\u0000", "\u001b", "\\u001b");
    }

    @Test
    void theFactAndItsNoteSayWhatWasStored() {
        Stamp stamp = new Stamp(wire.ticket(requested().build()), FlowStage.UPLOAD, NOW);
        StoredMedia media = new StoredMedia(
                new StoredObject("tenants/acme/jobs/1/source/original", 5, "aa", "video/mp4"),
                new MediaInfo("mp4", Optional.empty(), Optional.empty(), Optional.empty(), List.of("odd")),
                Optional.of("holiday.mp4"));
        JobEvent.Builder event = JobEvent.newBuilder();

        MediaStored fact = (MediaStored) wire.write(media, stamp);
        wire.describe(media, event);

        assertThat(fact.getEventId()).isEqualTo(stamp.eventId("media-stored"));
        assertThat(fact.getFilename()).isEqualTo("holiday.mp4");
        assertThat(fact.getMedia().getContentType()).isEqualTo("video/mp4");
        assertThat(event.getMedia().getMedia()).isEqualTo(fact.getMedia());
        assertThat(event.getMedia().getInfo().getWarnings()).containsExactly("odd");
    }

    private Footage footage(Source source) {
        Request request = wire.read(requested().setSource(source).build());
        return request.footage();
    }

    private static JobRequested.Builder requested() {
        return JobRequested.newBuilder()
                .setEventId(UUID.fromString("6f7f1f0e-6d1c-4a52-9f4b-222222222222"))
                .setJobId(UUID.fromString("6f7f1f0e-6d1c-4a52-9f4b-111111111111"))
                .setTenant("acme")
                .setRequestedAt(NOW)
                .setSource(Source.newBuilder()
                        .setKind(SourceKind.URL)
                        .setUrl("https://example.com/a.mp4?token=x")
                        .setFilename("a.mp4")
                        .build());
    }
}
