package dev.rushes.ingest.api;

/** Retention of jobs whose objects are files. */
class RetentionTest extends RetentionContract {

    @Override
    String[] store() {
        return new String[0];
    }
}
