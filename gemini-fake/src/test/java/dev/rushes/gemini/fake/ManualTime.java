package dev.rushes.gemini.fake;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;

/** Time that stands still until it is moved. */
final class ManualTime implements InstantSource {
    final Clock clock = withZone(ZoneOffset.UTC);
    private volatile Instant now = Instant.parse("2026-11-28T20:00:00Z");

    void move(Duration by) {
        now = now.plus(by);
    }

    @Override
    public Instant instant() {
        return now;
    }
}
