package dev.rushes.ingest.api;

import dev.rushes.ingest.progress.StreamCounts;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;

/** Counts what happens to streams. */
final class StreamMeters implements StreamCounts {
    private final Timer lag;
    private final Counter overtaken;
    private final Counter resets;
    private final Counter askedAgain;

    StreamMeters(MeterRegistry registry) {
        this.lag = Timer.builder(ApiMeter.STREAM_LAG.meterName())
                .description(ApiMeter.STREAM_LAG.description())
                .register(registry);
        this.overtaken = Counter.builder(ApiMeter.STREAMS_OVERTAKEN.meterName())
                .description(ApiMeter.STREAMS_OVERTAKEN.description())
                .register(registry);
        this.resets = Counter.builder(ApiMeter.STREAM_RESETS.meterName())
                .description(ApiMeter.STREAM_RESETS.description())
                .register(registry);
        this.askedAgain = Counter.builder(ApiMeter.STREAMS_ASKED_AGAIN.meterName())
                .description(ApiMeter.STREAMS_ASKED_AGAIN.description())
                .register(registry);
    }

    @Override
    public void told(Duration after) {
        lag.record(after.isNegative() ? Duration.ZERO : after);
    }

    @Override
    public void overtaken() {
        overtaken.increment();
    }

    @Override
    public void reset() {
        resets.increment();
    }

    @Override
    public void askedAgain() {
        askedAgain.increment();
    }
}
