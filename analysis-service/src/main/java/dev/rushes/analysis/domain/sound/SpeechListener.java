package dev.rushes.analysis.domain.sound;

import dev.rushes.analysis.domain.Finding;
import java.util.List;

/** Hears the sound of a chunk, block by block, and says where somebody speaks. */
interface SpeechListener {
    /** Name and version, such as "speech-rules/1". */
    String name();

    /**
     * Hears the next block.
     *
     * @param block samples at {@link Sound#RATE}, channels interleaved
     * @param length numbers that count; a multiple of the channels
     */
    void hear(float[] block, int length);

    /** Stretches of speech in order. Call once, after the last block. */
    List<Finding> finish();
}
