package dev.rushes.campaigns.dump;

import java.util.List;
import java.util.Optional;

/**
 * A record as it lies in the log.
 *
 * @param timestamp when its producer sent it, in milliseconds since 1970
 * @param returned for records of retry and dead-letter topics: where they come from
 * @param raw its bytes; only for dead letters and what they come from
 */
public record LogRecord(Place place, long timestamp, Content content, Optional<Return> returned, Optional<Raw> raw) {

    /**
     * What the headers of a record say that came back.
     *
     * @param origin where it was when it first failed
     * @param attempt which try is next, or, for a dead letter, which was the last
     * @param due when it may be taken up, in milliseconds since 1970; 0 for a dead letter
     * @param errorClass code of the failure; empty after a shutdown
     * @param continuation whether it stands for work that may still be running
     */
    public record Return(
            Place origin, int attempt, int postponements, long due, String errorClass, boolean continuation) {}

    /** Bytes of a record; as text, one character for each byte. */
    public record Raw(Optional<String> key, Optional<String> value, List<Header> headers) {
        public Raw {
            headers = List.copyOf(headers);
        }

        /**
         * Whether key, value and every header of the other are here unchanged; here may be more headers. The trace of the first try may
         * stand under a name of its own: {@code traceparent} names the last try.
         */
        public boolean carries(Raw other) {
            return key.equals(other.key)
                    && value.equals(other.value)
                    && other.headers.stream().allMatch(header -> headers.contains(header) || isFirstTrace(header));
        }

        private boolean isFirstTrace(Header header) {
            return header.name().equals("traceparent")
                    && headers.contains(new Header("rushes-first-traceparent", header.bytes()));
        }
    }

    /** One header; bytes as text, one character for each. */
    public record Header(String name, String bytes) {}
}
