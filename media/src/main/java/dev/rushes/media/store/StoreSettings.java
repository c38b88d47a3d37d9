package dev.rushes.media.store;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * Where the object store keeps its bytes.
 *
 * @param kind files below a folder that all services share, or a bucket of S3
 * @param root folder of the file store; all services of one installation share it
 * @param s3 the bucket
 */
@Validated
@ConfigurationProperties(prefix = "rushes.store", ignoreUnknownFields = false)
public record StoreSettings(
        @DefaultValue("file") @NotNull Kind kind,
        @DefaultValue("./rushes-data/objects") @NotNull Path root,
        @DefaultValue @Valid S3 s3) {

    /** Kinds of store. */
    public enum Kind {
        /** Files below a folder. */
        FILE,
        /** A bucket of S3, or of a store that speaks like it. */
        S3
    }

    public StoreSettings {
        if (kind == Kind.S3 && s3.bucket().isBlank()) {
            throw new IllegalArgumentException(
                    "Expected rushes.store.s3.bucket to name a bucket, since rushes.store.kind is s3, but it is"
                            + " empty.");
        }
    }

    /**
     * A bucket. Credentials are no settings: they come from the environment ({@code AWS_ACCESS_KEY_ID}, {@code AWS_SECRET_ACCESS_KEY}), a file,
     * or the machine's role, and are never logged.
     *
     * @param endpoint address of a store other than Amazon's; without one, Amazon's in the region
     * @param region region that requests are signed for; some stores want "auto" or take any
     * @param bucket name of the bucket; it must exist
     * @param prefix what all keys in the bucket begin with: empty, or a folder with a slash at its end
     * @param pathStyle whether the bucket is named in the path rather than the host, as most stores other than Amazon's want it
     * @param credentialsFile file in the format of {@code ~/.aws/credentials} to take the credentials from; without one, the environment and the
     *     machine's role are asked
     * @param profile section of that file
     * @param partSize bytes of a part of a multipart upload at least; grows with the object so that 10,000 parts are enough
     * @param partsInFlight parts of one object that are in memory at once; one is filled while the others are sent
     * @param connections open connections at most; further requests wait
     * @param connectTimeout how long to wait for a connection
     * @param answerTimeout how long one try of a request may take, and how long a body may pause
     * @param attempts how often a request is sent before the store counts as away
     */
    public record S3(
            @Nullable URI endpoint,
            @DefaultValue("us-east-1") @NotBlank String region,
            @DefaultValue("") String bucket,

            @DefaultValue("") @Pattern(regexp = "([A-Za-z0-9][A-Za-z0-9._-]{0,63}/){0,4}")
            String prefix,

            @DefaultValue("false") boolean pathStyle,
            @Nullable Path credentialsFile,
            @DefaultValue("default") @NotBlank String profile,
            @DefaultValue("8MB") @NotNull DataSize partSize,
            @DefaultValue("2") @Min(1) @Max(16) int partsInFlight,
            @DefaultValue("64") @Min(2) @Max(1000) int connections,
            @DefaultValue("5s") @NotNull Duration connectTimeout,
            @DefaultValue("60s") @NotNull Duration answerTimeout,
            @DefaultValue("4") @Min(1) @Max(20) int attempts) {

        public S3 {
            if (partSize.toMegabytes() < 5 || partSize.toMegabytes() > 64) {
                throw new IllegalArgumentException(
                        "Expected rushes.store.s3.part-size to be from 5MB to 64MB, but it is " + partSize + ".");
            }
            if (endpoint != null && (endpoint.getHost() == null || endpoint.getUserInfo() != null)) {
                throw new IllegalArgumentException(
                        "Expected rushes.store.s3.endpoint to be an address such as https://storage.example, without a"
                                + " user in it.");
            }
        }
    }
}
