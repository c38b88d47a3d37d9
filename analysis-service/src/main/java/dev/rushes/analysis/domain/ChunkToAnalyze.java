package dev.rushes.analysis.domain;

import dev.rushes.media.value.MediaInfo;
import dev.rushes.media.value.Rational;
import dev.rushes.media.value.Span;
import dev.rushes.media.value.StoredObject;
import dev.rushes.media.value.Track;
import java.util.Optional;

/**
 * One chunk of a track that nobody has looked at yet.
 *
 * @param track track that it belongs to
 * @param index position in the track, from 0
 * @param chunk its bytes
 * @param start seconds on the source's clock
 * @param duration seconds
 * @param frames pictures in a video chunk; 0 for audio
 * @param info what probing found in the source
 * @param footage measured length of the whole source in seconds; empty if nobody says
 */
public record ChunkToAnalyze(
        Track track,
        int index,
        StoredObject chunk,
        Rational start,
        Rational duration,
        long frames,
        MediaInfo info,
        Optional<Rational> footage) {

    /** Of a source of which nobody says how long it is. */
    public ChunkToAnalyze(
            Track track,
            int index,
            StoredObject chunk,
            Rational start,
            Rational duration,
            long frames,
            MediaInfo info) {
        this(track, index, chunk, start, duration, frames, info, Optional.empty());
    }

    /** Name of the unit of work, such as "video-00003". */
    public String unit() {
        return track.unit(index);
    }

    /** Where the chunk lies on the source's clock. */
    public Span span() {
        return Span.ofDuration(start, duration);
    }
}
