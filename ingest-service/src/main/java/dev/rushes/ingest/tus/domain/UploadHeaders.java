package dev.rushes.ingest.tus.domain;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** What an answer tells about an upload. */
public final class UploadHeaders {
    /** Address of the job that an upload has started. */
    public static final String JOB = "Job-Location";
    /** What has become of an upload that is complete, as a structured field (RFC 9651): {@code job="…", sha256="…"}. */
    public static final String INFO = "Upload-Info";

    /** As HTTP writes dates (RFC 9110, section 5.6.7): two digits for the day, unlike Java's RFC 1123. */
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.US);

    private UploadHeaders() {}

    /** For HEAD: everything. */
    public static Map<String, String> all(Upload upload, String jobs) {
        Map<String, String> headers = new LinkedHashMap<>(progress(upload, jobs));
        upload.length()
                .ifPresentOrElse(
                        length -> put(headers, "Upload-Length", Long.toString(length)),
                        () -> put(headers, "Upload-Defer-Length", "1"));
        if (!upload.metadata().isEmpty()) {
            put(headers, "Upload-Metadata", upload.metadata());
        }
        if (!upload.concatenation().isEmpty()) {
            put(headers, "Upload-Concat", upload.concatenation());
        }
        return headers;
    }

    /**
     * For the answer to bytes: how far the upload is, how long it waits for more, and what has become of it.
     *
     * @param jobs path of all jobs, with a slash at its end
     */
    public static Map<String, String> progress(Upload upload, String jobs) {
        Map<String, String> headers = new LinkedHashMap<>();
        // A final upload whose pieces are still being joined has no offset yet.
        if (upload.kind() != Upload.Kind.FINAL || upload.isStored()) {
            put(headers, "Upload-Offset", Long.toString(upload.offset()));
        }
        if (upload.isReceiving()) {
            put(headers, "Upload-Expires", date(upload.expires()));
        }
        if (upload.phase() == Phase.DONE) {
            upload.jobId().ifPresent(job -> put(headers, JOB, jobs + job));
        }
        if (upload.isStored()) {
            put(headers, INFO, info(upload));
        }
        return headers;
    }

    private static String info(Upload upload) {
        String digest =
                upload.sha256().map(sha256 -> "sha256=\"" + sha256 + "\"").orElse("");
        return upload.phase() == Phase.DONE && upload.jobId().isPresent()
                ? "job=\"" + upload.jobId().get() + "\", " + digest
                : digest;
    }

    private static String date(Instant instant) {
        return DATE.format(instant.atOffset(ZoneOffset.UTC));
    }

    private static void put(Map<String, String> headers, String name, String value) {
        String unused = headers.put(name, value);
    }
}
