package dev.rushes.runtime.engine;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.scheduler.Scheduler;

/**
 * Workers who do one task after the other, in the order of their coming, and may block in any of them: who takes up a task sees to it before that
 * another worker comes for those behind it. So short tasks that come in bursts share a thread, and a long one holds up nobody.
 *
 * <p>The end of one piece of work is mostly the beginning of another. A task that is the last of its work and passes on to the next does not send it
 * through the line: the same worker goes on with it, whose processor has at hand what it needs.
 */
public final class Crew {
    /** Then a worker makes room on its processor for others, who may have waited for long. */
    public static final int TASKS_IN_A_ROW = 64;

    private final Scheduler threads;
    private final int tasksInARow;
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean workerComes = new AtomicBoolean();
    private final ThreadLocal<Last> last = new ThreadLocal<>();

    /** @param tasksInARow most tasks of one worker; with a single one, nothing is passed on but through the line */
    public Crew(Scheduler threads, int tasksInARow) {
        this.threads = threads;
        this.tasksInARow = tasksInARow;
    }

    /** Never blocks. */
    public void run(Runnable task) {
        tasks.add(task);
        callWorker();
    }

    /** Runs the last task of some work. Once it has passed on, it must return without delay. Never blocks. */
    public void runLast(Runnable task) {
        run(tasksInARow == 1 ? task : new Last(task));
    }

    /** Runs what comes next: on this worker, if it is at the last task of some work and has not passed on yet, else when a worker comes. Never blocks. */
    public void passOn(Runnable next) {
        Last its = last.get();
        if (its == null || its.next != null) {
            run(next);
        } else {
            its.next = next;
        }
    }

    private void callWorker() {
        if (workerComes.compareAndSet(false, true)) {
            Disposable unused = threads.schedule(this::work);
        }
    }

    private void work() {
        workerComes.set(false);
        for (int done = 0; done < tasksInARow; done++) {
            Runnable task = tasks.poll();
            if (task == null) {
                return;
            }
            if (!tasks.isEmpty()) {
                callWorker();
            }
            task.run();
        }
    }

    private final class Last implements Runnable {
        private final Runnable task;
        private @Nullable Runnable next;

        Last(Runnable task) {
            this.task = task;
        }

        @Override
        public void run() {
            last.set(this);
            try {
                task.run();
            } finally {
                last.remove();
                if (next != null) {
                    next.run();
                }
            }
        }
    }
}
