package dev.rushes.runtime.engine;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import reactor.core.Disposable;
import reactor.core.scheduler.Scheduler;

/**
 * Workers who do one task after the other, in the order of their coming, and may block in any of them: who takes up a task sees to it before that
 * another worker comes for those behind it. So short tasks that come in bursts share a thread, and a long one holds up nobody.
 */
public final class Crew {
    /** Then a worker makes room on its processor for others, who may have waited for long. */
    public static final int TASKS_IN_A_ROW = 64;

    private final Scheduler threads;
    private final int tasksInARow;
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean workerComes = new AtomicBoolean();

    /** @param tasksInARow most tasks of one worker */
    public Crew(Scheduler threads, int tasksInARow) {
        this.threads = threads;
        this.tasksInARow = tasksInARow;
    }

    /** Never blocks. */
    public void run(Runnable task) {
        tasks.add(task);
        callWorker();
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
}
