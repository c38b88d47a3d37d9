package dev.rushes.ingest.generation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rushes.ingest.generation.domain.Bill;
import dev.rushes.ingest.generation.domain.GenerationEnd;
import dev.rushes.ingest.generation.domain.Purchase;
import dev.rushes.ingest.generation.domain.PurchaseState;
import dev.rushes.ingest.generation.http.OmniGenerator;
import java.net.URI;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The record of purchases in a real Postgres. */
class PurchasesTest extends InTheGenerationLab {
    private static final Bill BILL = Bill.open(900_000, LocalDate.of(2026, 11, 22));
    private static final URI FILM = URI.create("http://127.0.0.1/film");

    @Test
    void ofManyThatWantToBuyAtOnceOneMay() {
        Purchase purchase = intended("default", UUID.randomUUID(), 1);

        List<Boolean> allowed = Flux.range(0, 16)
                .flatMap(_ -> lab.purchases.intend(purchase), 16)
                .collectList()
                .blockOptional(GenerationLab.PATIENCE)
                .orElseThrow();

        assertThat(allowed).containsOnlyOnce(true).hasSize(16);
    }

    @Test
    void aPurchaseIsReadAsItWasWritten() {
        UUID job = UUID.randomUUID();
        Purchase purchase = intended("default", job, 1);
        assertThat(yes(lab.purchases.intend(purchase))).isTrue();
        assertThat(lab.bought(job)).containsExactly(purchase);

        Instant ordered = lab.now().plusSeconds(2);
        assertThat(yes(lab.purchases.ordered(purchase, "v1_x", ordered))).isTrue();
        assertThat(yes(lab.purchases.doubted(purchase, ordered))).isTrue();
        assertThat(lab.bought(job).getFirst().times())
                .isEqualTo(new Purchase.Times(lab.now(), Optional.of(ordered), Optional.of(ordered)));
        assertThat(yes(lab.purchases.undoubted(purchase))).isTrue();

        Bill paid = BILL.paid(64, 46_336, 810_976);
        assertThat(yes(lab.purchases.ready(purchase, FILM, paid, "odd"))).isTrue();
        Purchase ready = lab.bought(job).getFirst();
        assertThat(ready.state()).isEqualTo(PurchaseState.READY);
        assertThat(ready.operation()).isEqualTo("v1_x");
        assertThat(ready.film()).contains(FILM);
        assertThat(ready.bill()).isEqualTo(paid);
        assertThat(ready.end().message()).isEqualTo("odd");
        assertThat(ready.times().doubted()).isEmpty();
    }

    @Test
    void onlyMovesOfTheTableHappenAndTheFirstToMoveIsTold() {
        UUID job = UUID.randomUUID();
        Purchase purchase = intended("default", job, 1);
        assertThat(yes(lab.purchases.ready(purchase, FILM, BILL, ""))).isFalse();
        assertThat(yes(lab.purchases.intend(purchase))).isTrue();
        assertThat(yes(lab.purchases.ready(purchase, FILM, BILL, ""))).isFalse();
        assertThat(yes(lab.purchases.unknown(purchase, "gone"))).isTrue();
        assertThat(yes(lab.purchases.unknown(purchase, "gone"))).isFalse();
        // An answer that comes late is better than none.
        assertThat(yes(lab.purchases.ordered(purchase, "v1_x", lab.now()))).isTrue();
        assertThat(yes(lab.purchases.withdraw(purchase))).isFalse();
        assertThat(yes(lab.purchases.over(purchase, GenerationEnd.FILTERED, BILL.free(), "no")))
                .isTrue();
        assertThat(yes(lab.purchases.ordered(purchase, "v1_y", lab.now()))).isFalse();
        assertThat(lab.bought(job).getFirst().end()).isEqualTo(new Purchase.Ending("FILTERED", "no"));
    }

    @Test
    void whatWasNotTakenIsAsIfNobodyHadWantedIt() {
        UUID job = UUID.randomUUID();
        Purchase purchase = intended("default", job, 1);
        assertThat(yes(lab.purchases.intend(purchase))).isTrue();
        assertThat(yes(lab.purchases.withdraw(purchase))).isTrue();
        assertThat(lab.bought(job)).isEmpty();
        assertThat(yes(lab.purchases.intend(purchase))).isTrue();
    }

    @Test
    void anotherTenantSeesAndChangesNothing() {
        UUID job = UUID.randomUUID();
        Purchase purchase = intended("acme", job, 1);
        assertThat(yes(lab.purchases.intend(purchase))).isTrue();

        Purchase foreign = intended("other", job, 1);
        assertThat(lab.bought(job)).isEmpty();
        assertThat(yes(lab.purchases.ordered(foreign, "v1_x", lab.now()))).isFalse();
        assertThat(lab.purchases.erase("other", job).blockOptional(GenerationLab.PATIENCE))
                .isEmpty();
        assertThat(lab.purchases
                        .of("acme", job)
                        .blockOptional(GenerationLab.PATIENCE)
                        .orElseThrow())
                .hasSize(1);

        assertThat(lab.purchases.erase("acme", job).blockOptional(GenerationLab.PATIENCE))
                .isEmpty();
        assertThat(lab.purchases
                        .of("acme", job)
                        .blockOptional(GenerationLab.PATIENCE)
                        .orElseThrow())
                .isEmpty();
    }

    private static boolean yes(Mono<Boolean> answer) {
        return answer.blockOptional(GenerationLab.PATIENCE).orElseThrow();
    }

    private static Purchase intended(String tenant, UUID job, int run) {
        return Purchase.intended(
                UUID.nameUUIDFromBytes((job + "/" + run).getBytes(java.nio.charset.StandardCharsets.UTF_8)),
                new Purchase.Owner(tenant, job, run),
                OmniGenerator.offer("gemini-omni-1.1-flash"),
                BILL,
                lab.now());
    }
}
