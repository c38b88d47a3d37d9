package dev.rushes.render.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rushes.media.value.Rational;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FrameRatesTest {

    @Test
    void aCommonRateStaysExactlyAsItIs() {
        assertThat(film(24000, 1001)).isEqualTo(Rational.of(24000, 1001));
        assertThat(film(25, 1)).isEqualTo(Rational.of(25, 1));
        assertThat(film(60000, 1001)).isEqualTo(Rational.of(60000, 1001));
        assertThat(film(15000, 1001)).isEqualTo(Rational.of(15000, 1001));
    }

    @Test
    void theAverageOfAPhoneBecomesTheCommonRateNearIt() {
        assertThat(film(359_711, 12_000)).isEqualTo(Rational.of(30000, 1001));
        assertThat(film(30_003, 1_000)).isEqualTo(Rational.of(30, 1));
        assertThat(film(27_500, 1_000)).isEqualTo(Rational.of(55, 2));
    }

    @Test
    void highSpeedFootageShowsEverySecondOrThirdPicture() {
        assertThat(film(120, 1)).isEqualTo(Rational.of(60, 1));
        assertThat(film(120_000, 1001)).isEqualTo(Rational.of(60000, 1001));
        assertThat(film(240, 1)).isEqualTo(Rational.of(60, 1));
        assertThat(film(100, 1)).isEqualTo(Rational.of(50, 1));
        assertThat(film(75, 1)).isEqualTo(Rational.of(60, 1));
    }

    @Test
    void slowFootageRepeatsItsPictures() {
        assertThat(film(1, 1)).isEqualTo(Rational.of(12, 1));
        assertThat(film(10, 1)).isEqualTo(Rational.of(20, 1));
        assertThat(film(1, 30)).isEqualTo(Rational.of(12, 1));
    }

    @Test
    void aRateThatNobodyCanHaveMeantIsNotBelieved() {
        assertThat(FrameRates.ofFilm(Rational.ZERO)).isEqualTo(Rational.of(25, 1));
        assertThat(film(1000, 1)).isEqualTo(Rational.of(60, 1));
        assertThat(film(90_000, 1)).isEqualTo(Rational.of(60, 1));
        assertThat(film(Long.MAX_VALUE, 1)).isEqualTo(Rational.of(60, 1));
    }

    @Test
    void everyRateIsBetweenTwelveAndSixtyAndFitsAClock() {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        for (int round = 0; round < 10_000; round++) {
            Rational average = Rational.of(1 + random.nextInt(1_000_000_000), 1 + random.nextInt(20_000_000));

            Rational rate = FrameRates.ofFilm(average);

            assertThat(rate.toDouble()).as(average.toString()).isBetween(11.9, 60.0);
            assertThat(rate.value()).as(average.toString()).isLessThanOrEqualTo(60_000);
        }
    }

    private static Rational film(long value, long scale) {
        return FrameRates.ofFilm(Rational.of(value, scale));
    }
}
