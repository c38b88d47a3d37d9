package dev.rushes.runtime.kafka;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.rushes.runtime.engine.RegistryUnavailable;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class QuestionsTest {
    private static final Duration LIMIT = Duration.ofMillis(50);

    private final AtomicInteger interrupted = new AtomicInteger();
    private final CountDownLatch answers = new CountDownLatch(1);

    @Test
    void an_answer_and_an_error_reach_who_asked() {
        Questions questions = new Questions(Duration.ofSeconds(10), 1);
        assertThat(questions.ask(() -> "yes")).isEqualTo("yes");
        assertThatThrownBy(() -> questions.ask(() -> {
                    throw new IllegalStateException("odd");
                }))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("odd");
        assertThat(questions.ask(() -> "and again")).isEqualTo("and again");
    }

    @Test
    void nobody_waits_longer_than_the_limit_and_the_thread_that_asks_is_stopped() {
        Questions questions = new Questions(LIMIT, 1);
        assertThatThrownBy(() -> questions.ask(this::patiently))
                .isInstanceOf(RegistryUnavailable.class)
                .hasMessage("Expected the schema registry to answer within PT0.05S, but it did not");
        await().atMost(10, SECONDS).until(() -> interrupted.get() == 1);
        answers.countDown();
        assertThat(questions.ask(() -> "yes")).isEqualTo("yes");
    }

    /** Threads that can't be stopped are never more than there are turns. */
    @Test
    void questions_that_can_not_be_stopped_keep_their_turns() {
        Questions questions = new Questions(LIMIT, 2);
        for (int question = 0; question < 2; question++) {
            assertThatThrownBy(() -> questions.ask(this::stubbornly)).isInstanceOf(RegistryUnavailable.class);
        }
        AtomicInteger asked = new AtomicInteger();
        assertThatThrownBy(() -> questions.ask(asked::incrementAndGet))
                .isInstanceOf(RegistryUnavailable.class)
                .hasMessage(
                        "Expected to ask the schema registry within PT0.05S, but it owes an answer to all 2 that asked"
                                + " before");
        assertThat(asked).hasValue(0);

        answers.countDown();
        await().atMost(10, SECONDS)
                .untilAsserted(() -> assertThat(questions.tryTurn()).isTrue());
    }

    private String patiently() {
        try {
            answers.await();
            return "late";
        } catch (InterruptedException e) {
            interrupted.incrementAndGet();
            throw new IllegalStateException(e);
        }
    }

    private String stubbornly() {
        while (answers.getCount() > 0) {
            try {
                answers.await();
            } catch (InterruptedException e) {
                interrupted.incrementAndGet();
            }
        }
        return "late";
    }
}
