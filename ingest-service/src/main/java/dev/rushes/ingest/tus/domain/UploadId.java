package dev.rushes.ingest.tus.domain;

import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/** The ids of uploads, in the one spelling that we give out. */
public final class UploadId {
    /** As part of a route. */
    public static final String PATTERN = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}";

    private static final Pattern ID = Pattern.compile(PATTERN);

    private UploadId() {}

    public static Optional<UUID> read(String text) {
        return ID.matcher(text).matches() ? Optional.of(UUID.fromString(text)) : Optional.empty();
    }
}
