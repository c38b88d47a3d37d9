package dev.rushes.ingest.domain;

import java.util.regex.Pattern;

/**
 * Which keys a request may name as its uploaded footage: those inside its own tenant's folder. Keys have no meaning for the store beyond
 * their characters, but a file system gives {@code ..} one, so every segment must be a plain name.
 */
final class UploadKey {
    private static final int LIMIT = 512;
    private static final Pattern PLAIN_SEGMENTS =
            Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._-]*(/[A-Za-z0-9_-][A-Za-z0-9._-]*)*");

    private UploadKey() {}

    static boolean belongsTo(String tenant, String key) {
        return key.length() <= LIMIT
                && PLAIN_SEGMENTS.matcher(key).matches()
                && key.startsWith("tenants/" + tenant + "/jobs/");
    }
}
