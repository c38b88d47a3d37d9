package dev.rushes.benchmarks.contenders;

/** A way to run the stage. It starts to work when it is made. */
interface Contender extends AutoCloseable {
    /** Records that may be under way at a time, and the size of a poll, for all that can be told. */
    int CONCURRENCY = 256;

    int POLL_RECORDS = 500;

    /** Finishes what it has begun, commits, leaves its group. */
    @Override
    void close();

    /** Why it can't go on; null while it can. */
    default @org.jspecify.annotations.Nullable Throwable trouble() {
        return null;
    }
}
