package dev.rushes.split;

import dev.rushes.media.store.JobKeys;
import dev.rushes.media.value.Rational;
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
 * @param length measured length of the footage
 */
record SplitTask(
        Footage footage, Path source, Path folder, JobKeys keys, StageContext<SplitFact> job, Rational length) {

    /** Not measured yet. */
    SplitTask(Footage footage, Path source, Path folder, JobKeys keys, StageContext<SplitFact> job) {
        this(footage, source, folder, keys, job, Rational.ZERO);
    }

    /** The same for footage that is at least so long. */
    SplitTask lasting(Rational least) {
        return new SplitTask(footage, source, folder, keys, job, Rational.max(length, least));
    }
}
