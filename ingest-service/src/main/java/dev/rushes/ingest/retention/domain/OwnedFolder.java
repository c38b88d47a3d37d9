package dev.rushes.ingest.retention.domain;

import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A folder of the store with what belongs to one job, or to one upload that became none.
 *
 * @param tenant whose
 * @param id of the job or of the upload
 */
public record OwnedFolder(String tenant, Kind kind, UUID id) {
    private static final Pattern KEY = Pattern.compile(
            "tenants/([a-z0-9][a-z0-9_-]{0,63})/(jobs|uploads)/([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})/.+");

    /** Who may own a folder. */
    public enum Kind {
        JOB("jobs"),
        UPLOAD("uploads");

        private final String folder;

        Kind(String folder) {
            this.folder = folder;
        }

        private static Kind of(String folder) {
            return folder.equals(JOB.folder) ? JOB : UPLOAD;
        }
    }

    /** The folder that an object is in; empty if its key is none of those that this program makes, so that nobody touches it. */
    public static Optional<OwnedFolder> of(String key) {
        Matcher parts = KEY.matcher(key);
        return parts.matches()
                ? Optional.of(new OwnedFolder(parts.group(1), Kind.of(parts.group(2)), UUID.fromString(parts.group(3))))
                : Optional.empty();
    }

    /** Its key, without a slash at the end. */
    public String key() {
        return "tenants/" + tenant + "/" + kind.folder + "/" + id;
    }
}
