package dev.rushes.runtime.rules;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RememberedTest {
    private final Remembered<String, Integer> two = new Remembered<>(2);

    @Test
    void beyond_the_limit_the_one_that_was_set_longest_ago_is_forgotten() {
        two.set("a", 1, Math::max);
        two.set("b", 1, Math::max);
        two.set("c", 1, Math::max);
        assertThat(two.get("a")).isNull();
        assertThat(two.get("b")).isEqualTo(1);
        assertThat(two.get("c")).isEqualTo(1);
    }

    @Test
    void what_is_set_again_is_the_newest() {
        two.set("a", 1, Math::max);
        two.set("b", 1, Math::max);
        two.set("a", 1, Math::max);
        two.set("c", 1, Math::max);
        assertThat(two.get("a")).isEqualTo(1);
        assertThat(two.get("b")).isNull();
    }

    @Test
    void the_value_before_has_a_say_in_the_next() {
        two.set("a", 3, Math::max);
        two.set("a", 2, Math::max);
        assertThat(two.get("a")).isEqualTo(3);
    }
}
