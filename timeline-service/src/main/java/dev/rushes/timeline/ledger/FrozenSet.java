package dev.rushes.timeline.ledger;

import dev.rushes.timeline.domain.AnalyzedChunk;
import dev.rushes.timeline.domain.Footage;
import java.util.List;

/**
 * What an assembly works on: complete, and the same for every try of it.
 *
 * @param footage what the split said about the footage
 * @param chunks all chunks, video before audio, by index
 */
public record FrozenSet(Footage footage, List<AnalyzedChunk> chunks) {
    public FrozenSet {
        chunks = List.copyOf(chunks);
    }
}
