package dev.rushes.split.domain;

import dev.rushes.media.value.Span;
import dev.rushes.media.value.StoredObject;
import dev.rushes.media.value.Track;

/**
 * One stored piece of a track.
 *
 * @param track track of the source
 * @param index position in the track, from 0
 * @param object the bytes
 * @param span where it lies on the source's own clock
 * @param frames pictures that it shows; 0 for audio
 */
public record Chunk(Track track, int index, StoredObject object, Span span, long frames) {

    /** Name in keys, logs and events, such as "video-00003". */
    public String unit() {
        return track.unit(index);
    }
}
