package dev.rushes.runtime.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AnswersTest {
    private final List<String> heard = new ArrayList<>();
    private boolean wanted = true;
    private final Answers both =
            new Answers(2, () -> heard.add("next"), error -> heard.add(error.getMessage()), () -> wanted, true);

    @Test
    void the_first_of_two_good_answers_needs_only_be_noted() {
        assertThat(both.noted()).isTrue();
        assertThat(both.noted()).isFalse();
        assertThat(heard).isEmpty();
        both.stored();
        assertThat(heard).containsExactly("next");
    }

    @Test
    void good_answers_that_are_not_noted_count_the_same() {
        both.stored();
        assertThat(heard).isEmpty();
        assertThat(both.noted()).isFalse();
        both.stored();
        assertThat(heard).containsExactly("next");
    }

    @Test
    void nothing_goes_on_after_a_bad_answer() {
        both.failed(new IllegalStateException("trouble"));
        assertThat(both.noted()).isFalse();
        both.stored();
        both.failed(new IllegalStateException("more trouble"));
        assertThat(heard).containsExactly("trouble");
    }

    @Test
    void a_bad_answer_after_a_noted_one_is_heard() {
        assertThat(both.noted()).isTrue();
        both.failed(new IllegalStateException("trouble"));
        assertThat(heard).containsExactly("trouble");
    }

    @Test
    void nobody_hears_what_nobody_waits_for() {
        wanted = false;
        assertThat(both.noted()).isTrue();
        both.stored();
        assertThat(heard).isEmpty();
    }
}
