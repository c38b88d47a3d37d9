package dev.rushes.ingest.api;

/** Erasing jobs whose objects are files. */
class ErasureTest extends ErasureContract {

    @Override
    String[] store() {
        return new String[0];
    }
}
