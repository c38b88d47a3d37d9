package dev.rushes.runtime.engine;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** Some answers that are waited for together: goes on after so many good ones, or with the first bad one. */
final class Answers implements Outbox.Answer {
    private final AtomicInteger left;
    private final Runnable next;
    private final Consumer<Throwable> trouble;
    private final BooleanSupplier wanted;
    private final boolean endOfWork;

    /**
     * @param wanted whether anybody still waits
     * @param endOfWork whether the stage has done its work, so that none of its own code comes next
     */
    Answers(int answers, Runnable next, Consumer<Throwable> trouble, BooleanSupplier wanted, boolean endOfWork) {
        this.left = new AtomicInteger(answers);
        this.next = next;
        this.trouble = trouble;
        this.wanted = wanted;
        this.endOfWork = endOfWork;
    }

    @Override
    public void stored() {
        if (left.decrementAndGet() == 0 && isWanted()) {
            next.run();
        }
    }

    @Override
    public boolean noted() {
        return left.getAndUpdate(answers -> answers > 1 ? answers - 1 : answers) > 1;
    }

    @Override
    public void failed(Throwable error) {
        if (left.getAndSet(0) > 0 && isWanted()) {
            trouble.accept(error);
        }
    }

    @Override
    public boolean isWanted() {
        return wanted.getAsBoolean();
    }

    @Override
    public boolean endsWork() {
        return endOfWork;
    }
}
