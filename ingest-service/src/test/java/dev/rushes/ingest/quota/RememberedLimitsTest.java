package dev.rushes.ingest.quota;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

class RememberedLimitsTest {
    private final AtomicInteger asked = new AtomicInteger();
    private final Mono<Boolean> none = Mono.fromSupplier(() -> asked.incrementAndGet() < 0);
    private Instant now = Instant.parse("2026-11-29T12:00:00Z");
    private final RememberedLimits remembered = new RememberedLimits(new Clock() {
        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneOffset getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(java.time.ZoneId zone) {
            return this;
        }
    });

    @Test
    void whatIsKnownIsBelievedForAMoment() {
        assertThat(remembered.areThere("acme", none).block()).isFalse();
        now = now.plusMillis(999);
        assertThat(remembered.areThere("acme", none).block()).isFalse();
        assertThat(asked).hasValue(1);

        now = now.plusMillis(1);
        assertThat(remembered.areThere("acme", none).block()).isFalse();
        assertThat(asked).hasValue(2);
        assertThat(remembered.areThere("other", none).block()).isFalse();
        assertThat(asked).hasValue(3);
        now = now.minus(Duration.ofMinutes(1));
        assertThat(remembered.areThere("acme", none).block()).isFalse();
        assertThat(asked).as("the clock was set back").hasValue(4);
    }

    @Test
    void whoseLimitsWereSetIsAskedAboutAgain() {
        assertThat(remembered.areThere("acme", none).block()).isFalse();

        remembered.forget("acme");

        assertThat(remembered.areThere("acme", Mono.just(true)).block()).isTrue();
    }

    @Test
    void whatWasAskedBeforeTheyWereSetIsNotRemembered() {
        Sinks.One<Boolean> before = Sinks.one();
        CompletableFuture<@Nullable Boolean> early =
                remembered.areThere("acme", before.asMono()).toFuture();

        remembered.forget("acme");
        assertThat(before.tryEmitValue(false).isSuccess()).isTrue();

        assertThat(early.join()).isFalse();
        assertThat(remembered.areThere("acme", Mono.just(true)).block()).isTrue();
    }

    @Test
    void ofManyThatWantToKnowAtOnceOneAsks() {
        Sinks.One<Boolean> answer = Sinks.one();
        Mono<Boolean> slow = answer.asMono().doOnSubscribe(_ -> asked.incrementAndGet());
        CompletableFuture<@Nullable Boolean> gone =
                remembered.areThere("acme", slow).toFuture();
        CompletableFuture<@Nullable Boolean> stays =
                remembered.areThere("acme", slow).toFuture();

        assertThat(gone.cancel(true)).isTrue();
        assertThat(answer.tryEmitValue(true).isSuccess()).isTrue();

        assertThat(stays.join()).isTrue();
        assertThat(asked).hasValue(1);
    }

    @Test
    void nobodyWaitsForAnAnswerThatIsJustAskedForAnew() {
        assertThat(remembered.areThere("acme", none).block()).isFalse();
        now = now.plusMillis(1_500);
        Sinks.One<Boolean> slow = Sinks.one();

        assertThat(remembered.areThere("acme", slow.asMono()).block()).isFalse();

        now = now.plusMillis(500);
        CompletableFuture<@Nullable Boolean> waits =
                remembered.areThere("acme", none).toFuture();
        assertThat(waits).as("what is two seconds old is not believed any more").isNotDone();
        assertThat(slow.tryEmitValue(true).isSuccess()).isTrue();
        assertThat(waits.join()).isTrue();
        assertThat(asked).as("who came later asked nobody").hasValue(1);
    }

    @Test
    void whileTheDatabaseDoesNotAnswerAnOlderAnswerServes() {
        Mono<Boolean> busy = Mono.error(new IllegalStateException("busy"));
        assertThat(remembered.areThere("acme", none).block()).isFalse();
        now = now.plusSeconds(59);
        assertThat(remembered.areThere("acme", busy).block()).isFalse();

        now = now.plusSeconds(1);

        assertThatThrownBy(() -> remembered.areThere("acme", busy).block()).hasMessage("busy");
        remembered.forget("acme");
        assertThatThrownBy(() -> remembered.areThere("acme", busy).block())
                .as("limits have been set meanwhile")
                .hasMessage("busy");
    }

    @Test
    void aQuestionThatFailsIsAskedAgain() {
        assertThatThrownBy(() -> remembered
                        .areThere("acme", Mono.<Boolean>error(new IllegalStateException("away")))
                        .block())
                .hasMessage("away");

        assertThat(remembered.areThere("acme", none).block()).isFalse();
    }
}
