package dev.rushes.runtime.kafka;

import dev.rushes.runtime.engine.StageEngine;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The stages of this process.
 *
 * @param engines one for each stage
 * @param sources one for each topic that is read, by topic
 */
record Stages(List<StageEngine<?, ?>> engines, Map<String, StageSource> sources) {
    Stages {
        engines = List.copyOf(engines);
        sources = new TreeMap<>(sources);
    }
}
