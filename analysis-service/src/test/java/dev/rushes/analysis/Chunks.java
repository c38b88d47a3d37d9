package dev.rushes.analysis;

import dev.rushes.analysis.domain.ChunkToAnalyze;
import dev.rushes.media.value.MediaInfo;
import dev.rushes.media.value.MediaInfo.AudioInfo;
import dev.rushes.media.value.MediaInfo.VideoInfo;
import dev.rushes.media.value.Rational;
import dev.rushes.media.value.StoredObject;
import dev.rushes.media.value.Track;
import java.util.List;
import java.util.Optional;

/** Chunks for tests. */
public final class Chunks {
    public static final VideoInfo VIDEO =
            new VideoInfo(0, "h264", 320, 180, 0, Rational.of(25, 1), Rational.of(1, 1), "yuv420p");

    private Chunks() {}

    public static ChunkToAnalyze video(VideoInfo video, Rational start, Rational duration, long frames) {
        return new ChunkToAnalyze(Track.VIDEO, 3, stored("video-00003.mp4"), start, duration, frames, info(video));
    }

    /** Six seconds of 25 pictures a second, the fourth chunk of its track. */
    public static ChunkToAnalyze video() {
        return video(VIDEO, Rational.of(18, 1), Rational.of(6, 1), 150);
    }

    public static ChunkToAnalyze audio(int channels, Rational duration) {
        MediaInfo info = new MediaInfo(
                "mp4",
                Optional.empty(),
                Optional.empty(),
                Optional.of(new AudioInfo(1, "aac", channels, 48000)),
                List.of());
        return new ChunkToAnalyze(Track.AUDIO, 0, stored("audio-00000.m4a"), Rational.ZERO, duration, 0, info);
    }

    /** The same chunk with other bytes. */
    public static ChunkToAnalyze with(ChunkToAnalyze chunk, StoredObject bytes) {
        return new ChunkToAnalyze(
                chunk.track(),
                chunk.index(),
                bytes,
                chunk.start(),
                chunk.duration(),
                chunk.frames(),
                chunk.info(),
                chunk.footage());
    }

    private static StoredObject stored(String name) {
        return new StoredObject("tenants/default/jobs/j/chunks/" + name, 5, "ab".repeat(32), "video/mp4");
    }

    private static MediaInfo info(VideoInfo video) {
        return new MediaInfo("mp4", Optional.empty(), Optional.of(video), Optional.empty(), List.of());
    }
}
