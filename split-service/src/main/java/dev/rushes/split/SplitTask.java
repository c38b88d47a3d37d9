package dev.rushes.split;

import dev.rushes.media.store.JobKeys;
import dev.rushes.runtime.stage.StageContext;
import dev.rushes.split.domain.Footage;
import dev.rushes.split.domain.SplitFact;
import java.nio.file.Path;

/**
 * One footage being split.
 *
 * @param footage what to split
 * @param source the footage as a local file
 * @param folder scratch folder, which also holds the source
 * @param keys where results go
 * @param job whom to tell
 */
record SplitTask(Footage footage, Path source, Path folder, JobKeys keys, StageContext<SplitFact> job) {}
