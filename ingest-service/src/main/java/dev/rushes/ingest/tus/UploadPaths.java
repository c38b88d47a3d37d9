package dev.rushes.ingest.tus;

import com.github.f4b6a3.uuid.UuidCreator;
import dev.rushes.media.store.JobKeys;
import java.util.Optional;
import java.util.UUID;

/** Addresses of uploads, keys of their objects, ids of their jobs. */
final class UploadPaths {
    /** Path of all uploads. Always relative to the host, so that addresses are right behind any proxy. */
    static final String ALL = "/api/v1/files";

    /** Path of all jobs, with a slash at its end. */
    static final String JOBS = "/api/v1/jobs/";

    /** Name space of ids of jobs that follow from an upload. */
    private static final UUID JOB_IDS = UUID.fromString("0b8a2f86-51c7-5a38-9d0c-1c1a0e6f6f11");

    private UploadPaths() {}

    static String of(UUID upload) {
        return ALL + "/" + upload;
    }

    /** The job of an upload: always the same one, so that no repeat makes a second. */
    static UUID job(UUID upload) {
        return UuidCreator.getNameBasedSha1(JOB_IDS, upload.toString());
    }

    /** Where the bytes will be: with the job, if there is to be one. */
    static String key(String tenant, UUID upload, Optional<UUID> job) {
        return job.map(id -> new JobKeys(tenant, id).source())
                .orElseGet(() -> "tenants/" + tenant + "/uploads/" + upload + "/original");
    }
}
