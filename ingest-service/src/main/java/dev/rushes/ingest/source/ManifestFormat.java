package dev.rushes.ingest.source;

import dev.rushes.ingest.domain.StoredMedia;
import dev.rushes.media.value.MediaInfo;
import dev.rushes.media.value.MediaInfo.AudioInfo;
import dev.rushes.media.value.MediaInfo.VideoInfo;
import dev.rushes.media.value.Rational;
import dev.rushes.media.value.StoredObject;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** The source manifest as JSON: docs/formats.md, "Source manifest". */
final class ManifestFormat {
    static final int VERSION = 1;

    private static final JsonMapper JSON = JsonMapper.builder().build();

    byte[] write(StoredMedia media) {
        MediaInfo info = media.info();
        return JSON.writeValueAsBytes(new Document(
                VERSION,
                media.media(),
                media.filename().orElse(null),
                info.container(),
                info.claimedDuration().map(Rational::toString).orElse(null),
                info.video().map(Picture::of).orElse(null),
                info.audio().orElse(null),
                info.warnings()));
    }

    /** What the document says; empty if it is not one of this version. */
    Optional<StoredMedia> read(byte[] document) {
        try {
            return Optional.of(JSON.readValue(document, Document.class))
                    .filter(read -> read.version() == VERSION)
                    .map(ManifestFormat::stored);
        } catch (JacksonException | IllegalArgumentException | NullPointerException notAManifest) {
            return Optional.empty();
        }
    }

    private static StoredMedia stored(Document document) {
        MediaInfo info = new MediaInfo(
                document.container(),
                Optional.ofNullable(document.claimedDuration()).map(Rational::parse),
                Optional.ofNullable(document.video()).map(Picture::info),
                Optional.ofNullable(document.audio()),
                document.warnings());
        return new StoredMedia(document.media(), info, Optional.ofNullable(document.filename()));
    }

    private record Document(
            int version,
            StoredObject media,
            @Nullable String filename,
            String container,
            @Nullable String claimedDuration,
            @Nullable Picture video,
            @Nullable AudioInfo audio,
            List<String> warnings) {}

    /** A video track with its exact numbers as text. */
    private record Picture(
            int stream,
            String codec,
            int width,
            int height,
            int rotation,
            String frameRate,
            String pixelAspect,
            String pixelFormat) {

        static Picture of(VideoInfo video) {
            return new Picture(
                    video.stream(),
                    video.codec(),
                    video.width(),
                    video.height(),
                    video.rotation(),
                    video.frameRate().toString(),
                    video.pixelAspect().toString(),
                    video.pixelFormat());
        }

        VideoInfo info() {
            return new VideoInfo(
                    stream,
                    codec,
                    width,
                    height,
                    rotation,
                    Rational.parse(frameRate),
                    Rational.parse(pixelAspect),
                    pixelFormat);
        }
    }
}
