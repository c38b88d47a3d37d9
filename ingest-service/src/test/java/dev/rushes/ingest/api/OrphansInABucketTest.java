package dev.rushes.ingest.api;

/** Objects of nobody that are in S3. */
class OrphansInABucketTest extends OrphansContract {

    @Override
    String[] store() {
        return ApiServer.inABucket();
    }
}
