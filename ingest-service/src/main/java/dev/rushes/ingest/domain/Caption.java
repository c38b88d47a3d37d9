package dev.rushes.ingest.domain;

import java.util.Map;
import java.util.Optional;

/**
 * What people see of a request. Both parts are for display only, so they are trimmed to their limits instead of refused.
 *
 * @param title at most {@value #TITLE_LIMIT} characters on one line
 * @param labels at most {@value #LABEL_COUNT} labels
 * @param fingerprint digest of what the caller sent; empty if unknown. Not for display, but carried along with what is
 */
public record Caption(Optional<String> title, Map<String, String> labels, String fingerprint) {
    static final int TITLE_LIMIT = 200;
    static final int LABEL_COUNT = 32;
    static final int LABEL_LIMIT = 200;

    public Caption {
        title = title.map(text -> CleanText.line(text, TITLE_LIMIT)).filter(text -> !text.isEmpty());
        labels = CleanText.lines(labels, LABEL_COUNT, LABEL_LIMIT);
        fingerprint = CleanText.line(fingerprint, LABEL_LIMIT);
    }

    /** Without a fingerprint. */
    public Caption(Optional<String> title, Map<String, String> labels) {
        this(title, labels, "");
    }
}
