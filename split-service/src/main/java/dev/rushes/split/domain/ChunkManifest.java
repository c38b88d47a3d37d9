package dev.rushes.split.domain;

import dev.rushes.media.value.Rational;
import dev.rushes.media.value.Track;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a finished split made. Its presence beside the chunks says that the work is done.
 *
 * @param sourceSha256 digest of the bytes that were cut, so that a manifest of other footage is never taken for this one's
 * @param duration measured length of the footage
 * @param chunks in the order in which they were announced
 */
public record ChunkManifest(String sourceSha256, Rational duration, List<Chunk> chunks) {

    public ChunkManifest {
        chunks = List.copyOf(chunks);
    }

    /** The facts about the chunks, in the order of the first announcement. */
    public Stream<SplitFact> announcements(Footage footage) {
        return chunks.stream().map(chunk -> new SplitFact.ChunkReady(chunk, footage.info(), lengthFor(chunk.track())));
    }

    /** Where pictures were cut from a copy, the copy may be a little longer. */
    private Rational lengthFor(Track track) {
        return chunks.stream()
                .filter(chunk -> chunk.track() == track)
                .map(chunk -> chunk.span().end())
                .reduce(duration, Rational::max);
    }

    /** The fact that concludes the split. */
    public SplitFact conclusion(Footage footage) {
        return new SplitFact.Finished(footage, count(Track.VIDEO), count(Track.AUDIO), duration);
    }

    private int count(Track track) {
        return Math.toIntExact(
                chunks.stream().filter(chunk -> chunk.track() == track).count());
    }
}
