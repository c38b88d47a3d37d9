package dev.rushes.ingest.domain;

import java.util.Map;
import java.util.Optional;

/**
 * What people see of a request. Both parts are for display only, so they are trimmed to their limits instead of refused.
 *
 * @param title at most {@value #TITLE_LIMIT} characters on one line
 * @param labels at most {@value #LABEL_COUNT} labels
 */
public record Caption(Optional<String> title, Map<String, String> labels) {
    static final int TITLE_LIMIT = 200;
    static final int LABEL_COUNT = 32;
    static final int LABEL_LIMIT = 200;

    public Caption {
        title = title.map(text -> CleanText.line(text, TITLE_LIMIT)).filter(text -> !text.isEmpty());
        labels = CleanText.lines(labels, LABEL_COUNT, LABEL_LIMIT);
    }
}
