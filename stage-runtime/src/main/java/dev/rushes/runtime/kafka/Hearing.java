package dev.rushes.runtime.kafka;

import dev.rushes.runtime.engine.Timer;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Until when this instance has heard everything that the others told of their work. One that hears nothing takes over nothing, because it can't tell
 * their silence from its own deafness. Thread-safe.
 */
final class Hearing {
    private static final Logger LOG = LoggerFactory.getLogger(Hearing.class);

    private final Timer timer;
    private final Duration patience;
    private volatile @Nullable Instant upTo;
    private volatile boolean deafnessTold;

    /** @param patience how long a sign of life of others holds */
    Hearing(Timer timer, Duration patience) {
        this.timer = timer;
        this.patience = patience;
    }

    /** By the steady clock; the beginning of time while nothing has been heard yet. */
    Instant upTo() {
        Instant its = upTo;
        return its == null ? Instant.MIN : its;
    }

    /** How long ago that was; empty before the first time. */
    Optional<Duration> silence() {
        return Optional.ofNullable(upTo).map(its -> Duration.between(its, timer.steady()));
    }

    /** Everything has been heard that was told before that moment. */
    void heard(Instant moment) {
        upTo = moment;
        if (deafnessTold) {
            deafnessTold = false;
            LOG.info("The signs of life of other instances are heard again");
        }
    }

    /** They can't be heard now. */
    void troubled() {
        boolean deaf = silence().filter(its -> its.compareTo(patience) < 0).isEmpty();
        if (deaf && !deafnessTold) {
            deafnessTold = true;
            LOG.warn(
                    "The signs of life of other instances have not been heard for {}: until they are, nothing is taken over that another one has worked on",
                    silence().map(Duration::toString).orElse("as long as this instance lives"));
        }
    }
}
