package dev.rushes.runtime.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

class CrewTest {
    private final Workers workers = new Workers();
    private final Crew crew = new Crew(workers, Crew.TASKS_IN_A_ROW);
    private final List<String> done = new ArrayList<>();

    @Test
    void tasks_are_done_in_the_order_of_their_coming() {
        crew.run(() -> done.add("first"));
        crew.run(() -> done.add("second"));
        workers.work();
        assertThat(done).containsExactly("first", "second");
    }

    @Test
    void what_the_last_task_passes_on_is_done_next_by_the_same_worker() {
        crew.runLast(() -> {
            crew.passOn(() -> done.add("next"));
            done.add("last");
        });
        crew.run(() -> done.add("waits"));
        workers.workOnce();
        assertThat(done).containsExactly("last", "next", "waits");
    }

    @Test
    void one_thing_is_passed_on_and_the_others_wait_in_line() {
        crew.runLast(() -> {
            crew.passOn(() -> done.add("next"));
            crew.passOn(() -> done.add("another"));
        });
        crew.run(() -> done.add("waits"));
        workers.work();
        assertThat(done).containsExactly("next", "waits", "another");
    }

    @Test
    void a_task_that_may_go_on_afterwards_holds_nothing_back() {
        crew.run(() -> {
            crew.passOn(() -> done.add("next"));
            workers.workOnce();
            done.add("goes on");
        });
        workers.work();
        assertThat(done).containsExactly("next", "goes on");
    }

    @Test
    void what_was_passed_on_is_no_last_task_itself() {
        crew.runLast(() -> crew.passOn(() -> {
            crew.passOn(() -> done.add("next but one"));
            workers.workOnce();
            done.add("goes on");
        }));
        workers.work();
        assertThat(done).containsExactly("next but one", "goes on");
    }

    @Test
    void while_a_task_goes_on_another_worker_takes_what_is_behind_it() {
        crew.run(() -> {
            workers.workOnce();
            done.add("goes on");
        });
        crew.run(() -> done.add("behind it"));
        workers.work();
        assertThat(done).containsExactly("behind it", "goes on");
    }

    @Test
    void what_is_passed_on_is_done_even_if_the_last_task_fails() {
        crew.runLast(() -> {
            crew.passOn(() -> done.add("next"));
            throw new IllegalStateException("planted");
        });
        assertThatThrownBy(workers::work).hasMessage("planted");
        assertThat(done).containsExactly("next");
    }

    @Test
    void workers_of_one_task_each_pass_nothing_on() {
        Crew careful = new Crew(workers, 1);
        careful.runLast(() -> careful.passOn(() -> done.add("next")));
        workers.workOnce();
        assertThat(done).isEmpty();
        workers.work();
        assertThat(done).containsExactly("next");
    }

    @Test
    void what_comes_from_elsewhere_waits_in_line() {
        crew.passOn(() -> done.add("next"));
        assertThat(done).isEmpty();
        workers.work();
        assertThat(done).containsExactly("next");
    }

    /** Workers that come when the test says so, on its own thread. */
    private static final class Workers implements Scheduler {
        private final Queue<Runnable> called = new ArrayDeque<>();

        @Override
        public Disposable schedule(Runnable worker) {
            called.add(worker);
            return Disposables.disposed();
        }

        @Override
        public Worker createWorker() {
            return Schedulers.immediate().createWorker();
        }

        /** One worker comes, if one was called. */
        void workOnce() {
            Runnable worker = called.poll();
            if (worker != null) {
                worker.run();
            }
        }

        void work() {
            while (!called.isEmpty()) {
                workOnce();
            }
        }
    }
}
