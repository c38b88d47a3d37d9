/** The bucket, against a real S3 server. */
@NullMarked
package dev.rushes.media.store.s3;

import org.jspecify.annotations.NullMarked;
