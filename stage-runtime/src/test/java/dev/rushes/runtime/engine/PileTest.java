package dev.rushes.runtime.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class PileTest {
    private final List<String> made = new ArrayList<>();
    private final Queue<Runnable> later = new ArrayDeque<>();
    private final Pile pile = new Pile(this::round, later::add);

    @Test
    void a_change_that_comes_alone_is_made_at_once() {
        pile.add(() -> made.add("one"));
        pile.add(() -> made.add("two"));
        assertThat(made).containsExactly("(", "one", ")", "(", "two", ")");
        assertThat(later).isEmpty();
    }

    @Test
    void what_comes_during_a_round_is_made_together_by_the_next_worker() {
        pile.add(() -> {
            pile.add(() -> made.add("two"));
            pile.add(() -> made.add("three"));
            made.add("one");
        });
        assertThat(made).containsExactly("(", "one", ")");
        assertThat(later).hasSize(1);
        later.remove().run();
        assertThat(made).containsExactly("(", "one", ")", "(", "two", "three", ")");
        assertThat(later).isEmpty();
    }

    @Test
    void a_change_that_fails_keeps_back_no_other() {
        pile.add(() -> {
            pile.add(() -> {
                throw new IllegalStateException("planted");
            });
            pile.add(() -> made.add("two"));
        });
        later.remove().run();
        pile.add(() -> made.add("three"));
        assertThat(made).containsExactly("(", ")", "(", "two", ")", "(", "three", ")");
    }

    @Test
    void many_who_come_at_once_lose_nothing_and_are_never_in_each_others_way() throws Exception {
        int workers = 8;
        int each = 5_000;
        CountDownLatch all = new CountDownLatch(workers * each);
        AtomicInteger atIt = new AtomicInteger();
        AtomicInteger together = new AtomicInteger();
        try (ExecutorService threads = Executors.newFixedThreadPool(workers)) {
            Pile busy = new Pile(
                    changes -> {
                        together.accumulateAndGet(atIt.incrementAndGet(), Math::max);
                        changes.run();
                        atIt.decrementAndGet();
                    },
                    threads::execute);
            for (int worker = 0; worker < workers; worker++) {
                threads.execute(() -> {
                    for (int change = 0; change < each; change++) {
                        busy.add(all::countDown);
                    }
                });
            }
            assertThat(all.await(30, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(together).hasValue(1);
    }

    private void round(Runnable changes) {
        made.add("(");
        changes.run();
        made.add(")");
    }
}
