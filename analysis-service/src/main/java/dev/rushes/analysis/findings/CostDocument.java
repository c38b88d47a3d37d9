package dev.rushes.analysis.findings;

import java.util.List;

/**
 * What the analysis of a chunk cost in the try that stored its findings.
 *
 * @param mediaSeconds length of the chunk
 */
record CostDocument(int version, String track, int index, double mediaSeconds, List<Cost> analyzers) {
    static final int VERSION = 1;

    /** @param processorSeconds of all threads */
    record Cost(String analyzer, double processorSeconds) {}
}
