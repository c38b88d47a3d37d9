package dev.rushes.ingest.links;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a link allows: to fetch one object, shown in one way.
 *
 * @param tenant owner of the object
 * @param key key in the object store; inside the tenant's folder
 * @param disposition whether a browser may show it
 * @param contentType media type that the answer will bear
 * @param filename name that a browser saves it under
 */
public record Grant(String tenant, String key, Disposition disposition, String contentType, String filename) {
    private static final Pattern ONE_LINE = Pattern.compile("[^\\p{Cntrl}]*");

    /** Whether a browser shows or saves what it gets. */
    public enum Disposition {
        /** Shown in place; only for moving pictures. */
        INLINE,
        /** Saved as a file. */
        ATTACHMENT
    }

    public Grant {
        if (!ONE_LINE.matcher(tenant + key + contentType + filename).matches()) {
            throw new IllegalArgumentException("Expected the parts of a link on one line each");
        }
    }

    /** The grant on lines of their own, the way it is signed. */
    String text() {
        return String.join("\n", tenant, key, disposition.name(), contentType, filename);
    }

    static Optional<Grant> parse(String text) {
        String[] lines = text.split("\n", -1);
        if (lines.length != 5 || !lines[1].startsWith("tenants/" + lines[0] + "/")) {
            return Optional.empty();
        }
        Disposition disposition =
                lines[2].equals(Disposition.INLINE.name()) ? Disposition.INLINE : Disposition.ATTACHMENT;
        return Optional.of(new Grant(lines[0], lines[1], disposition, lines[3], lines[4]));
    }
}
