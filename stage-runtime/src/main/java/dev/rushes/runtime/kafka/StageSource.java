package dev.rushes.runtime.kafka;

import dev.rushes.runtime.observe.SourceReport;
import java.time.Duration;

/**
 * Reads one topic as a member of its consumer group and hands every record to an intake, until it is closed. Work in flight is none of
 * its business: a source that dies and starts again never cancels it.
 */
interface StageSource {

    /** Begins to read. */
    void start();

    /** Commits what is finished and leaves the group. Blocks a few seconds at most. */
    void close();

    /** Time since the last poll; grows without end when the loop hangs. */
    Duration pollAge();

    /** What it reads, and how far it is. Never blocks. */
    SourceReport report();
}
