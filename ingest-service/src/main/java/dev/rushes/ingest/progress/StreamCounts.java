package dev.rushes.ingest.progress;

import java.time.Duration;

/** What is counted about streams. */
public interface StreamCounts {

    /** A line is ready for all readers of this instance, this long after it happened. */
    void told(Duration after);

    /** A reader was so slow that the backlog went on without it; it is brought up to date from the ledger. */
    void overtaken();

    /** A reader was told to forget everything. */
    void reset();

    /** The database did not answer what a single stream asked; the stream asks again. */
    void askedAgain();
}
