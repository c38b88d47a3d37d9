package dev.rushes.ingest.api;

/** Objects of nobody that are files. */
class OrphansTest extends OrphansContract {

    @Override
    String[] store() {
        return new String[0];
    }
}
