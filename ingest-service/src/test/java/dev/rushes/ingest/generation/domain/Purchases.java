package dev.rushes.ingest.generation.domain;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.UUID;

/** Purchases for tests. */
final class Purchases {
    static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");
    static final UUID JOB = UUID.fromString("6f7f1f0e-6d1c-4a52-9f4b-222222222222");

    private Purchases() {}

    static Purchase of(int run, PurchaseState state, Bill bill) {
        Purchase intended = Purchase.intended(
                new UUID(0, run),
                new Purchase.Owner("default", JOB, run),
                new Offer("omni", "gemini-omni-1.1-flash", Map.of("720p", new TreeSet<>())),
                bill,
                NOW);
        return new Purchase(
                intended.id(),
                intended.job(),
                state,
                intended.generator(),
                intended.model(),
                "v1_x",
                Optional.empty(),
                new Purchase.Times(NOW, Optional.of(NOW), Optional.empty()),
                bill,
                Purchase.Ending.NONE);
    }

    static Purchase of(int run, PurchaseState state) {
        return of(run, state, open(900_000));
    }

    static Purchase doubtedSince(Purchase purchase, Instant since) {
        return new Purchase(
                purchase.id(),
                purchase.job(),
                purchase.state(),
                purchase.generator(),
                purchase.model(),
                purchase.operation(),
                purchase.film(),
                new Purchase.Times(NOW, Optional.of(NOW), Optional.of(since)),
                purchase.bill(),
                purchase.end());
    }

    static Bill open(long most) {
        return Bill.open(most, LocalDate.of(2026, 11, 22));
    }
}
