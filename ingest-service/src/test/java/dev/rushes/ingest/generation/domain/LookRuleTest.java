package dev.rushes.ingest.generation.domain;

import static dev.rushes.ingest.generation.domain.Purchases.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rushes.gemini.domain.PriceSheet.Term;
import dev.rushes.ingest.generation.domain.FilmPrices.Price;
import dev.rushes.ingest.generation.domain.FilmPrices.Quote;
import dev.rushes.ingest.generation.domain.LookRule.Step;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LookRuleTest {
    private static final URI FILM = URI.create("https://service/film");
    private static final Quote QUOTE = new Quote(0, 0, 3_200_000);
    private static final Price BY_TOKENS = price(1_500_000, 9_000_000, 17_500_000, 0);
    private static final Price BY_SECONDS = price(0, 0, 0, 400_000);

    private final LookRule rule = new LookRule(
            Duration.ofSeconds(5),
            Duration.ofSeconds(20),
            Duration.ofMinutes(30),
            Duration.ofMinutes(5),
            Duration.ofHours(48));
    private final Purchase purchase = Purchases.of(1, PurchaseState.RUNNING);

    private static Price price(long input, long text, long film, long second) {
        return new Price(new Term("model", LocalDate.MIN, LocalDate.MAX), "720p", 5_792, input, text, film, second);
    }

    private Step after(Look look, Purchase of, Price price, Instant now) {
        return rule.after(look, of, QUOTE, Optional.of(price), NOW, now);
    }

    private Step making(Instant now) {
        return after(new Look.Making(), purchase, BY_TOKENS, now);
    }

    @Test
    void pausesAreAQuarterOfTheTimeThatHasPassedWithinBounds() {
        assertThat(((Step.Again) making(NOW.plusSeconds(4))).at()).isEqualTo(NOW.plusSeconds(9));
        assertThat(((Step.Again) making(NOW.plusSeconds(40))).at()).isEqualTo(NOW.plusSeconds(50));
        assertThat(((Step.Again) making(NOW.plusSeconds(400))).at()).isEqualTo(NOW.plusSeconds(420));
    }

    @Test
    void patienceCountsFromThePurchaseOrFromTheRunWhicheverIsLater() {
        Instant late = NOW.plus(Duration.ofMinutes(31));
        assertThat(making(late)).isInstanceOf(Step.TooSlow.class);
        assertThat(rule.after(new Look.Making(), purchase, QUOTE, Optional.empty(), late, late.plusSeconds(1)))
                .isInstanceOf(Step.Again.class);
    }

    @Test
    void aDenialIsDoubtedForAWhileAndADoubtEndsWhenTheServiceKnowsItAgain() {
        Look denied = new Look.Denied("not found", false, false);
        Step.Again first = (Step.Again) after(denied, purchase, BY_TOKENS, NOW.plusSeconds(60));
        assertThat(first.doubted()).contains(NOW.plusSeconds(60));

        Purchase doubted = Purchases.doubtedSince(purchase, NOW.plusSeconds(60));
        assertThat(after(denied, doubted, BY_TOKENS, NOW.plusSeconds(359))).isInstanceOf(Step.Again.class);
        assertThat(((Step.Again) after(new Look.Making(), doubted, BY_TOKENS, NOW.plusSeconds(100))).doubted())
                .isEmpty();
        assertThat(((Step.Over) after(denied, doubted, BY_TOKENS, NOW.plusSeconds(360))).end())
                .isEqualTo(GenerationEnd.FAILED);
    }

    @Test
    void whatIsOlderThanTheServiceKeepsItIsExpired() {
        Look denied = new Look.Denied("not found", false, false);
        assertThat(((Step.Over) after(denied, purchase, BY_TOKENS, NOW.plus(Duration.ofHours(48)))).end())
                .isEqualTo(GenerationEnd.EXPIRED);
        assertThat(((Step.Over) after(new Look.Denied("expired", false, true), purchase, BY_TOKENS, NOW)).end())
                .isEqualTo(GenerationEnd.EXPIRED);
    }

    @Test
    void aDenialThatPromisesToCostNothingCostsNothing() {
        Purchase doubted = Purchases.doubtedSince(purchase, NOW);
        Instant later = NOW.plus(Duration.ofMinutes(6));
        assertThat(((Step.Over) after(new Look.Denied("free", true, false), doubted, BY_TOKENS, later))
                        .bill()
                        .billed())
                .isEqualTo(Bill.Billed.NO);
        assertThat(((Step.Over) after(new Look.Denied("?", false, false), doubted, BY_TOKENS, later))
                        .bill()
                        .billed())
                .isEqualTo(Bill.Billed.UNKNOWN);
    }

    @Test
    void tokensArePaidAsCountedAndSecondsAsQuoted() {
        FilmUsage usage = new FilmUsage(64, 46_336, 0, true);
        assertThat(bill(new Look.Made(FILM, Optional.of(usage), Optional.empty()), BY_TOKENS))
                .isEqualTo(purchase.bill().paid(64, 46_336, 810_976));
        assertThat(bill(new Look.Made(FILM, Optional.empty(), Optional.empty()), BY_SECONDS))
                .isEqualTo(purchase.bill().paid(0, 0, 3_200_000));
        // A service that counts, but does not tell.
        assertThat(bill(new Look.Made(FILM, Optional.empty(), Optional.empty()), BY_TOKENS)
                        .billed())
                .isEqualTo(Bill.Billed.UNKNOWN);
    }

    @Test
    void whatIsNotMadeCostsTheWordsOrNothingOrNobodyKnows() {
        Look words = new Look.NoFilm(Look.Why.FILTERED, "no", Optional.of(new FilmUsage(64, 12, 0, false)));
        Look silent = new Look.NoFilm(Look.Why.FAILED, "no", Optional.empty());
        assertThat(bill(words, BY_TOKENS).microDollars()).isEqualTo(204);
        assertThat(bill(silent, BY_TOKENS).billed()).isEqualTo(Bill.Billed.UNKNOWN);
        assertThat(bill(silent, BY_SECONDS).billed()).isEqualTo(Bill.Billed.NO);
    }

    @Test
    void aServiceThatIsAwayIsAskedAgainWhenItSays() {
        assertThat(after(new Look.Away("busy", Optional.of(Duration.ofSeconds(46))), purchase, BY_TOKENS, NOW))
                .isEqualTo(new Step.Again(NOW.plusSeconds(46), "busy", Optional.empty()));
    }

    @Test
    void whoeverIsAwayDoesNotEndADoubt() {
        // 404s between 503s: the five minutes go on.
        Look denied = new Look.Denied("not found", false, false);
        Look away = new Look.Away("overloaded", Optional.empty());
        Purchase its = purchase;
        Step last = new Step.Again(NOW, "", Optional.empty());
        for (int minute = 1; minute <= 6; minute++) {
            last = after(minute % 2 == 1 ? denied : away, its, BY_TOKENS, NOW.plus(Duration.ofMinutes(minute)));
            Step.Again again = (Step.Again) last;
            assertThat(again.doubted()).contains(NOW.plus(Duration.ofMinutes(1)));
            its = Purchases.doubtedSince(purchase, again.doubted().orElseThrow());
        }

        assertThat(((Step.Over) after(denied, its, BY_TOKENS, NOW.plus(Duration.ofMinutes(7)))).end())
                .isEqualTo(GenerationEnd.FAILED);
        assertThat(last).isInstanceOf(Step.Again.class);
    }

    @Test
    void aServiceThatAlwaysAsksToWaitIsTooSlowWhenPatienceIsOver() {
        Look busy = new Look.Away("busy", Optional.of(Duration.ofSeconds(46)));
        assertThat(after(busy, purchase, BY_TOKENS, NOW.plus(Duration.ofMinutes(30))))
                .isInstanceOf(Step.Again.class);
        assertThat(after(busy, purchase, BY_TOKENS, NOW.plus(Duration.ofMinutes(31))))
                .isEqualTo(new Step.TooSlow("busy"));
    }

    private Bill bill(Look look, Price price) {
        return switch (after(look, purchase, price, NOW.plusSeconds(30))) {
            case Step.Ready ready -> ready.bill();
            case Step.Over over -> over.bill();
            case Step other -> throw new AssertionError("Expected an end, but got " + other);
        };
    }
}
