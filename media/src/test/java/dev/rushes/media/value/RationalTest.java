package dev.rushes.media.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RationalTest {

    @Test
    void isAlwaysInLowestTermsWithAPositiveScale() {
        assertThat(Rational.of(50, -100)).isEqualTo(Rational.of(-1, 2)).hasToString("-1/2");
        assertThat(Rational.of(0, 7)).isEqualTo(Rational.ZERO);
        assertThatThrownBy(() -> Rational.of(1, 0)).isInstanceOf(ArithmeticException.class);
    }

    @Test
    void readsWhatFfmpegPrints() {
        assertThat(Rational.parse("30000/1001")).isEqualTo(Rational.of(30000, 1001));
        assertThat(Rational.parse("24:1")).isEqualTo(Rational.of(24, 1));
        assertThat(Rational.parse("7")).isEqualTo(Rational.of(7, 1));
        assertThat(Rational.parse("0/0")).isEqualTo(Rational.ZERO);
        assertThatThrownBy(() -> Rational.parse("N/A")).isInstanceOf(NumberFormatException.class);
    }

    @Test
    void keepsTheLawsOfArithmetic() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int i = 0; i < 20_000; i++) {
            Rational a = any(random);
            Rational b = any(random);
            Rational c = any(random);
            String sample = "seed " + seed + ": " + a + ", " + b + ", " + c;

            assertThat(a.plus(b)).as(sample).isEqualTo(b.plus(a));
            assertThat(a.plus(b).minus(b)).as(sample).isEqualTo(a);
            assertThat(a.times(b.plus(c))).as(sample).isEqualTo(a.times(b).plus(a.times(c)));
            assertThat(Integer.signum(a.compareTo(b))).as(sample).isEqualTo(-Integer.signum(b.compareTo(a)));
            assertThat(a.compareTo(b) == 0).as(sample).isEqualTo(a.equals(b));
            assertThat(Rational.parse(a.toString())).as(sample).isEqualTo(a);
            assertThat(Rational.min(a, b).compareTo(Rational.max(a, b)))
                    .as(sample)
                    .isNotPositive();
            if (!b.equals(Rational.ZERO)) {
                assertThat(a.dividedBy(b).times(b)).as(sample).isEqualTo(a);
            }
        }
    }

    @Test
    void throwsInsteadOfOverflowing() {
        Rational huge = Rational.of(Long.MAX_VALUE, 1);
        assertThatThrownBy(() -> huge.plus(huge)).isInstanceOf(ArithmeticException.class);
        assertThatThrownBy(() -> huge.times(Rational.of(2, 1))).isInstanceOf(ArithmeticException.class);
        assertThatThrownBy(() -> huge.dividedBy(Rational.ZERO)).isInstanceOf(ArithmeticException.class);
    }

    @Test
    void roundsDurationsDown() {
        assertThat(Rational.of(1001, 30000).toDuration()).isEqualTo(Duration.ofMillis(33));
        assertThat(Rational.of(Duration.ofMillis(1500))).isEqualTo(Rational.of(3, 2));
    }

    private static Rational any(Random random) {
        return Rational.of(random.nextInt(200_001) - 100_000, 1 + random.nextInt(90_000));
    }
}
