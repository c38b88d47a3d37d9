package dev.rushes.analysis.gemini.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rushes.gemini.domain.Trouble;
import dev.rushes.gemini.domain.Trouble.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ModelStandingsTest {
    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
    private static final Duration OPEN = Duration.ofMinutes(2);
    private static final String MODEL = "a";

    private final ModelStandings standings = new ModelStandings(3, OPEN);

    @Test
    void afterSoManyFailuresInARowAModelIsLeftAloneForAWhile() {
        fail(2, NOW);
        standings.answered(MODEL);
        fail(2, NOW);
        assertThat(standings.away(MODEL, NOW)).isEmpty();

        fail(1, NOW);

        assertThat(standings.away(MODEL, NOW.plus(OPEN).minusMillis(1))).contains("it is away");
        assertThat(standings.away(MODEL, NOW.plus(OPEN))).isEmpty();
        assertThat(standings.away("b", NOW)).isEmpty();
    }

    @Test
    void whenTheTimeIsOverOneFailureIsEnoughAndOneAnswerForgetsAll() {
        fail(3, NOW);
        Instant later = NOW.plus(OPEN);

        fail(1, later);
        assertThat(standings.away(MODEL, later)).isPresent();

        Instant muchLater = later.plus(OPEN);
        standings.answered(MODEL);
        fail(2, muchLater);
        assertThat(standings.away(MODEL, muchLater)).isEmpty();
    }

    @Test
    void whatIsTheFaultOfOneRequestIsNoneOfTheModel() {
        for (Kind kind : List.of(Kind.BROKEN, Kind.TOO_LONG, Kind.REFUSED, Kind.FILE_GONE, Kind.MINUTE_SPENT)) {
            for (int i = 0; i < 10; i++) {
                standings.troubled(MODEL, Trouble.of(kind, "no"), NOW);
            }
            assertThat(standings.away(MODEL, NOW)).as(kind.toString()).isEmpty();
        }
    }

    @Test
    void pausesThatNobodyNamedDoubleUpToAMinuteAndBeginAnewAfterAnAnswer() {
        assertThat(Stream.generate(() -> standings.pause(MODEL).toSeconds()).limit(8))
                .containsExactly(2L, 4L, 8L, 16L, 32L, 60L, 60L, 60L);

        standings.answered(MODEL);

        assertThat(standings.pause(MODEL)).isEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void aRefusedKeyStopsAllForTenMinutes() {
        standings.troubled(MODEL, Trouble.of(Kind.KEY, "not valid"), NOW);

        assertThat(standings.stopped(NOW.plusSeconds(599))).contains("not valid");
        assertThat(standings.stopped(NOW.plusSeconds(600))).isEmpty();
    }

    private void fail(int times, Instant at) {
        for (int i = 0; i < times; i++) {
            standings.troubled(MODEL, Trouble.of(Kind.UNAVAILABLE, "it is away"), at);
        }
    }
}
