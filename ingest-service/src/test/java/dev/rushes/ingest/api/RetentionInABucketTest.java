package dev.rushes.ingest.api;

/** Retention of jobs whose objects are in S3. */
class RetentionInABucketTest extends RetentionContract {

    @Override
    String[] store() {
        return ApiServer.inABucket();
    }
}
