package dev.rushes.ingest.progress;

import dev.rushes.ingest.ledger.TenantNews;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How much of a tenant's lines a client has seen; what it sends back as {@code Last-Event-ID}. Good on any instance and after any restart.
 *
 * @param epoch within which numbers can be compared
 * @param position number of the last line
 */
public record NewsPlace(String epoch, long position) {
    private static final Pattern TEXT = Pattern.compile("([0-9a-f]{1,16})-(\\d{1,18})");

    /** A place that no tenant has: whoever claims to be there is told everything anew. */
    public static final NewsPlace NOWHERE = new NewsPlace("", 0);

    static NewsPlace of(TenantNews.Head head) {
        return new NewsPlace(head.epoch(), head.last());
    }

    /** Empty if the client claims nothing; {@link #NOWHERE} if what it claims makes no sense. */
    public static Optional<NewsPlace> parse(Optional<String> text) {
        return text.map(String::strip).filter(said -> !said.isEmpty()).map(said -> {
            Matcher matcher = TEXT.matcher(said);
            return matcher.matches() ? new NewsPlace(matcher.group(1), Long.parseLong(matcher.group(2))) : NOWHERE;
        });
    }

    /** The line of a stream that makes this the client's place. */
    byte[] idLine() {
        return ("id:" + epoch + "-" + position + "\n").getBytes(StandardCharsets.UTF_8);
    }
}
