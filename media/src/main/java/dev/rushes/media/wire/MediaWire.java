package dev.rushes.media.wire;

import dev.rushes.events.TrackKind;
import dev.rushes.media.value.MediaInfo;
import dev.rushes.media.value.MediaInfo.AudioInfo;
import dev.rushes.media.value.MediaInfo.VideoInfo;
import dev.rushes.media.value.Rational;
import dev.rushes.media.value.StoredObject;
import dev.rushes.media.value.Track;
import java.util.Optional;

/** Records ⇄ the shared media values, in both directions. */
public final class MediaWire {
    private MediaWire() {}

    public static Rational rational(dev.rushes.events.Rational rational) {
        return rational.getScale() == 0 ? Rational.ZERO : Rational.of(rational.getValue(), rational.getScale());
    }

    public static dev.rushes.events.Rational rational(Rational rational) {
        return new dev.rushes.events.Rational(rational.value(), rational.scale());
    }

    public static StoredObject object(dev.rushes.events.StoredObject object) {
        return new StoredObject(object.getKey(), object.getSize(), object.getSha256(), object.getContentType());
    }

    public static dev.rushes.events.StoredObject object(StoredObject object) {
        return new dev.rushes.events.StoredObject(object.key(), object.size(), object.sha256(), object.contentType());
    }

    /**
     * @throws IllegalArgumentException for a track that this version does not know
     */
    public static Track track(TrackKind kind) {
        return switch (kind) {
            case VIDEO -> Track.VIDEO;
            case AUDIO -> Track.AUDIO;
            case UNKNOWN -> throw new IllegalArgumentException("Expected a video or audio track, but got UNKNOWN");
        };
    }

    public static TrackKind track(Track track) {
        return TrackKind.valueOf(track.name());
    }

    public static MediaInfo info(dev.rushes.events.MediaInfo info) {
        return new MediaInfo(
                info.getContainer(),
                Optional.ofNullable(info.getClaimedDuration()).map(MediaWire::rational),
                Optional.ofNullable(info.getVideo()).map(MediaWire::video),
                Optional.ofNullable(info.getAudio()).map(MediaWire::audio),
                info.getWarnings());
    }

    public static dev.rushes.events.MediaInfo info(MediaInfo info) {
        return dev.rushes.events.MediaInfo.newBuilder()
                .setContainer(info.container())
                .setClaimedDuration(
                        info.claimedDuration().map(MediaWire::rational).orElse(null))
                .setVideo(info.video().map(MediaWire::video).orElse(null))
                .setAudio(info.audio().map(MediaWire::audio).orElse(null))
                .setWarnings(info.warnings())
                .build();
    }

    private static VideoInfo video(dev.rushes.events.VideoInfo video) {
        return new VideoInfo(
                video.getStream(),
                video.getCodec(),
                video.getWidth(),
                video.getHeight(),
                video.getRotation(),
                rational(video.getFrameRate()),
                rational(video.getPixelAspect()),
                video.getPixelFormat());
    }

    private static dev.rushes.events.VideoInfo video(VideoInfo video) {
        return dev.rushes.events.VideoInfo.newBuilder()
                .setStream(video.stream())
                .setCodec(video.codec())
                .setWidth(video.width())
                .setHeight(video.height())
                .setRotation(video.rotation())
                .setFrameRate(rational(video.frameRate()))
                .setPixelAspect(rational(video.pixelAspect()))
                .setPixelFormat(video.pixelFormat())
                .build();
    }

    private static AudioInfo audio(dev.rushes.events.AudioInfo audio) {
        return new AudioInfo(audio.getStream(), audio.getCodec(), audio.getChannels(), audio.getSampleRate());
    }

    private static dev.rushes.events.AudioInfo audio(AudioInfo audio) {
        return new dev.rushes.events.AudioInfo(audio.stream(), audio.codec(), audio.channels(), audio.sampleRate());
    }
}
