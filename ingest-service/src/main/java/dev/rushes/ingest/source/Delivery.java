package dev.rushes.ingest.source;

import dev.rushes.media.store.JobKeys;
import dev.rushes.runtime.stage.StageProgress;
import java.time.Instant;
import java.util.function.Consumer;

/**
 * What footage is brought for.
 *
 * @param keys where the job's objects are
 * @param requestedAt when the job was requested; patience with a slow source ends some time after that
 * @param progress told how many bytes have come; never blocks
 */
public record Delivery(JobKeys keys, Instant requestedAt, Consumer<StageProgress> progress) {}
