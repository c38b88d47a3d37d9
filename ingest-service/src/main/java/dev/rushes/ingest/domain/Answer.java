package dev.rushes.ingest.domain;

import java.time.Duration;
import java.util.Optional;

/** What the head of an HTTP answer means for the fetch. */
public sealed interface Answer {

    /** The footage follows. */
    record Footage() implements Answer {}

    /** It is elsewhere. */
    record Moved(String location) implements Answer {}

    /** It will not come, however often one asks. */
    record Refused(String why) implements Answer {}

    /** It may come later. */
    record Unavailable(String why, Optional<Duration> retryAfter) implements Answer {}

    /** It comes later, at the time that the server names. */
    record Throttled(String why, Duration retryAfter) implements Answer {}
}
