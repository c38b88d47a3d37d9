/**
 * Takes MediaStored, gives ChunkStored and SplitFinished. Keeps invariant 4: video chunks partition the track to the frame, and audio stays
 * one continuous track.
 */
@NullMarked
package dev.rushes.split;

import org.jspecify.annotations.NullMarked;
