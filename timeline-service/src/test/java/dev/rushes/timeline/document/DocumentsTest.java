package dev.rushes.timeline.document;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rushes.media.value.MediaInfo;
import dev.rushes.media.value.MediaInfo.AudioInfo;
import dev.rushes.media.value.MediaInfo.VideoInfo;
import dev.rushes.media.value.Rational;
import dev.rushes.media.value.Span;
import dev.rushes.media.value.StoredObject;
import dev.rushes.media.value.Track;
import dev.rushes.timeline.domain.AnalyzedChunk;
import dev.rushes.timeline.domain.ChunkFindings;
import dev.rushes.timeline.domain.Clip;
import dev.rushes.timeline.domain.FindingsMerger;
import dev.rushes.timeline.domain.Footage;
import dev.rushes.timeline.domain.FootageFindings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Both documents are contracts, so they are held against files that a person has read. */
class DocumentsTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final UUID JOB = UUID.fromString("019ac2f0-0000-7000-8000-000000000001");

    @Test
    void timelineJsonIsWhatTheFormatPageSays() throws IOException {
        assertThat(JSON.readTree(TimelineDocument.bytes(cut()))).isEqualTo(golden("timeline.json"));
    }

    @Test
    void timelineOtioHasTheSchemasThatEditingProgramsRead() throws IOException {
        assertThat(new String(OtioDocument.bytes(cut()), StandardCharsets.UTF_8))
                .isEqualTo(new String(file("timeline.otio"), StandardCharsets.UTF_8));
    }

    @Test
    void everyOtioObjectHasASchemaAndEveryClipItsMedia() {
        JsonNode timeline = JSON.readTree(OtioDocument.bytes(cut()));

        assertThat(timeline.findValuesAsString("OTIO_SCHEMA"))
                .isSubsetOf(
                        "Timeline.1",
                        "Stack.1",
                        "Track.1",
                        "Clip.2",
                        "ExternalReference.1",
                        "TimeRange.1",
                        "RationalTime.1",
                        "Marker.2");
        assertThat(timeline.findValuesAsString("target_url"))
                .hasSize(4)
                .containsOnly("tenants/default/jobs/" + JOB + "/source/original");
    }

    @Test
    void footageWithoutPictureGivesASingleSoundTrackOnTheMillisecond() {
        Footage video = footage();
        Footage audio = new Footage(
                video.media(),
                new MediaInfo(
                        "wav", Optional.empty(), Optional.empty(), video.info().audio(), List.of()),
                video.duration(),
                Optional.empty());
        FootageFindings nothing = FindingsMerger.merge(audio.duration(), List.of());
        Clip clip = new Clip(new Span(Rational.of(1, 8), Rational.of(13, 8)), 0.5, List.of("somebody speaks"));

        JsonNode timeline =
                JSON.readTree(OtioDocument.bytes(new Cut(JOB, "highlights", audio, nothing, List.of(clip))));

        assertThat(timeline.at("/tracks/children").size()).isEqualTo(1);
        assertThat(timeline.at("/tracks/children/0/kind").asString()).isEqualTo("Audio");
        assertThat(timeline.at("/tracks/children/0/children/0/source_range/start_time/rate")
                        .asDouble())
                .isEqualTo(1000);
        assertThat(timeline.at("/tracks/children/0/children/0/source_range/start_time/value")
                        .asDouble())
                .isEqualTo(125);
        assertThat(timeline.at("/tracks/children/0/children/0/source_range/duration/value")
                        .asDouble())
                .isEqualTo(1500);
        assertThat(timeline.at("/name").asString()).isEqualTo("Rushes");
    }

    private static Cut cut() {
        Rational frame = Rational.of(1001, 30_000);
        Clip first = new Clip(
                new Span(Rational.ZERO, frame.times(Rational.of(90, 1))), 0.75, List.of("lively picture", "new scene"));
        Clip second = new Clip(
                new Span(frame.times(Rational.of(300, 1)), frame.times(Rational.of(360, 1))),
                0.5,
                List.of("somebody speaks"));
        return new Cut(JOB, "highlights", footage(), findings(), List.of(first, second));
    }

    private static Footage footage() {
        return new Footage(
                new StoredObject(
                        "tenants/default/jobs/" + JOB + "/source/original", 1_234_567, "ab".repeat(32), "video/mp4"),
                new MediaInfo(
                        "mov,mp4,m4a,3gp,3g2,mj2",
                        Optional.empty(),
                        Optional.of(new VideoInfo(
                                0, "h264", 1280, 720, 0, Rational.of(30_000, 1001), Rational.of(1, 1), "yuv420p")),
                        Optional.of(new AudioInfo(1, "aac", 2, 48_000)),
                        List.of()),
                Rational.of(20, 1),
                Optional.of("Wedding \"1\".mp4"));
    }

    private static FootageFindings findings() {
        AnalyzedChunk seen = new AnalyzedChunk(
                Track.VIDEO,
                0,
                new Span(Rational.ZERO, Rational.of(10, 1)),
                Optional.of(footage().media()),
                "local/1",
                Optional.empty());
        AnalyzedChunk gap = new AnalyzedChunk(
                Track.VIDEO,
                1,
                new Span(Rational.of(10, 1), Rational.of(20, 1)),
                Optional.empty(),
                "local/1",
                Optional.of("the picture is broken"));
        ChunkFindings found = new ChunkFindings(
                seen,
                List.of(Rational.of(5, 2)),
                List.of(new Span(Rational.of(9, 1), Rational.of(10, 1))),
                List.of(),
                List.of(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
        return FindingsMerger.merge(Rational.of(20, 1), List.of(found, ChunkFindings.none(gap)));
    }

    private static JsonNode golden(String name) throws IOException {
        return JSON.readTree(file(name));
    }

    private static byte[] file(String name) throws IOException {
        try (var in = Objects.requireNonNull(DocumentsTest.class.getResourceAsStream(name), name)) {
            return in.readAllBytes();
        }
    }
}
