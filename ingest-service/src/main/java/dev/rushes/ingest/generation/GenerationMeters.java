package dev.rushes.ingest.generation;

import dev.rushes.ingest.generation.domain.Bill;
import dev.rushes.ingest.generation.domain.GenerationEnd;
import dev.rushes.ingest.generation.domain.Look;
import dev.rushes.ingest.generation.domain.OrderEnd;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Locale;

/** What films from words count. */
public final class GenerationMeters {
    private final MeterRegistry registry;

    public GenerationMeters(MeterRegistry registry) {
        this.registry = registry;
    }

    void ordered(OrderEnd end) {
        String word =
                switch (end) {
                    case OrderEnd.Accepted _ -> "accepted";
                    case OrderEnd.Refused _ -> "refused";
                    case OrderEnd.NotTaken _ -> "not_taken";
                    case OrderEnd.Lost _ -> "lost";
                };
        counter(GenerationMeter.ORDERS, "end", word).increment();
    }

    void looked(Look look) {
        String word =
                switch (look) {
                    case Look.Making _ -> "making";
                    case Look.Made _ -> "made";
                    case Look.NoFilm _ -> "no_film";
                    case Look.Denied _ -> "denied";
                    case Look.Away _ -> "away";
                    case Look.KeyRefused _ -> "key_refused";
                };
        counter(GenerationMeter.LOOKS, "seen", word).increment();
    }

    void ready(Bill bill) {
        end("ready", bill);
    }

    void over(GenerationEnd end, Bill bill) {
        end(end.name().toLowerCase(Locale.ROOT), bill);
    }

    private void end(String word, Bill bill) {
        counter(GenerationMeter.ENDS, "end", word).increment();
        counter(GenerationMeter.MONEY).increment(bill.microDollars());
    }

    private Counter counter(GenerationMeter meter, String... tags) {
        return Counter.builder(meter.meterName())
                .description(meter.description())
                .tags(tags)
                .register(registry);
    }
}
