package dev.rushes.ingest.api;

/** Erasing jobs whose objects are in S3. */
class ErasureInABucketTest extends ErasureContract {

    @Override
    String[] store() {
        return ApiServer.inABucket();
    }
}
