package dev.rushes.runtime.rules;

import java.util.HashSet;
import java.util.Set;

/**
 * Which pieces of a lane belong to whoever owns which partitions. Every instance computes it for itself and comes to the same answer.
 *
 * <p>The pieces go round the stages that use the lane, and those of a stage go round its partitions, those of the retry topic first. Where
 * there are fewer pieces than partitions, only the first partitions of the retry topic have one, and records travel there.
 *
 * <pre>
 *   5 pieces, 1 stage, 2 + 2 partitions:   retry-0: 0, 4   retry-1: 1   topic-0: 2   topic-1: 3
 *   1 piece:                               retry-0: 0
 * </pre>
 *
 * @param pieces pieces of the lane, at least as many as stages
 * @param stages stages that use it
 */
public record LanePieces(int pieces, int stages) {

    /**
     * Partitions of one topic.
     *
     * @param owned numbers of those that this instance owns
     * @param total how many there are
     */
    public record Partitions(Set<Integer> owned, int total) {
        public Partitions {
            owned = Set.copyOf(owned);
            if (total < 1) {
                throw new IllegalArgumentException("Expected a topic with partitions, but got " + total);
            }
        }
    }

    /** @param stage number of the stage among those that use the lane, from 0 */
    public Set<Integer> of(int stage, Partitions retry, Partitions topic) {
        Set<Integer> own = new HashSet<>();
        for (int piece = stage; piece < pieces; piece += stages) {
            int seat = piece / stages % (retry.total() + topic.total());
            boolean ours = seat < retry.total()
                    ? retry.owned().contains(seat)
                    : topic.owned().contains(seat - retry.total());
            if (ours) {
                own.add(piece);
            }
        }
        return own;
    }

    /**
     * A partition of the stage's retry topic whose owner has a piece.
     *
     * @param partitions how many the retry topic has
     * @param chance any number; equal numbers meet at the same partition
     */
    public int home(int stage, int partitions, int chance) {
        int ofStage = Math.ceilDiv(pieces - stage, stages);
        return Math.floorMod(chance, Math.min(ofStage, partitions));
    }
}
