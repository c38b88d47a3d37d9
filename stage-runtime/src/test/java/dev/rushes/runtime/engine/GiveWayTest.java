package dev.rushes.runtime.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rushes.runtime.observe.GiveWayMeter;
import dev.rushes.runtime.rules.GiveWayRule;
import dev.rushes.runtime.testkit.ManualTimer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

class GiveWayTest {
    private static final int CROWD = 4;

    private final ManualTimer timer = new ManualTimer();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final GiveWay giveWay = new GiveWay(
            new GiveWay.Settings(
                    Duration.ofMillis(40),
                    CROWD,
                    new GiveWayRule.Terms(Duration.ofMillis(300), Duration.ofSeconds(10), Duration.ofSeconds(2))),
            timer,
            registry);
    private final List<Boolean> told = new ArrayList<>();

    @BeforeEach
    void listen() {
        giveWay.listen(told::add);
    }

    @Test
    void requestsThatAreAnsweredInTimeHoldUpNothing() {
        for (int request = 0; request < 100; request++) {
            answeredAfter(Duration.ofMillis(39));
        }
        assertThat(told).isEmpty();
    }

    @Test
    void aLateAnswerMakesWorkGiveWayAndTheQuietAfterItEndsThat() {
        answeredAfter(Duration.ofMillis(40));
        assertThat(told).containsExactly(true);
        assertThat(giveWay.givesWay()).isTrue();
        assertThat(registry.get(GiveWayMeter.NOW.meterName()).gauge().value()).isEqualTo(1);

        timer.advance(Duration.ofMillis(300));
        assertThat(told).containsExactly(true, false);
        assertThat(giveWay.givesWay()).isFalse();
        assertThat(registry.get(GiveWayMeter.TIME.meterName()).counter().count())
                .isEqualTo(0.3);
    }

    @Test
    void aCrowdIsLateBeforeAnyOfItIsAnswered() {
        Sinks.Empty<Void> answer = Sinks.empty();
        for (int request = 0; request < CROWD; request++) {
            assertThat(told).isEmpty();
            Disposable unused = giveWay.to(answer.asMono()).subscribe();
        }
        assertThat(told).containsExactly(true);

        assertThat(answer.tryEmitEmpty()).isEqualTo(Sinks.EmitResult.OK);
        timer.advance(Duration.ofSeconds(1));
        assertThat(told).containsExactly(true, false);
    }

    @Test
    void aClientThatGoesAwayIsNotUnderWayAnyMore() {
        for (int request = 0; request < 10 * CROWD; request++) {
            giveWay.to(Mono.never()).subscribe().dispose();
        }
        assertThat(told).isEmpty();
    }

    @Test
    void whoeverHearsOfItWithAnErrorKeepsNobodyElseFromIt() {
        List<Boolean> others = new ArrayList<>();
        giveWay.listen(_ -> {
            throw new IllegalStateException("as a test wants it");
        });
        giveWay.listen(others::add);
        answeredAfter(Duration.ofMillis(50));
        timer.advance(Duration.ofSeconds(1));
        assertThat(others).containsExactly(true, false);
    }

    private void answeredAfter(Duration wait) {
        Sinks.One<String> answer = Sinks.one();
        List<String> heard = new ArrayList<>();
        Disposable unused = giveWay.to(answer.asMono()).subscribe(heard::add);
        timer.advance(wait);
        assertThat(answer.tryEmitValue("here")).isEqualTo(Sinks.EmitResult.OK);
        assertThat(heard).containsExactly("here");
    }
}
