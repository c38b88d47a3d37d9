package dev.rushes.runtime.kafka;

import dev.rushes.runtime.engine.RegistryUnavailable;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * Asks the schema registry, and waits for the answer for a limited time. Neither Kafka's serializers nor the clients below them promise one: a
 * registry that accepts the connection and says nothing would keep its caller for ever. So each question has a thread of its own, which is
 * interrupted when the time is up. Those that take no notice of that are few: a question needs a turn, and has it until its thread returns.
 */
final class Questions {
    /** The limit where nobody can keep silent: such questions are asked on the caller's own thread. */
    static final Duration NO_SILENCE = Duration.ofDays(1);

    private static final AtomicLong NUMBERS = new AtomicLong();

    private final Duration limit;
    private final int most;
    private final Semaphore turns;

    /**
     * @param limit longest wait for a turn, and for an answer
     * @param most questions at a time
     */
    Questions(Duration limit, int most) {
        this.limit = limit;
        this.most = most;
        this.turns = new Semaphore(most);
    }

    Duration limit() {
        return limit;
    }

    /** Takes a turn if there is one; whoever has it asks. */
    boolean tryTurn() {
        return turns.tryAcquire();
    }

    /**
     * Takes a turn; whoever has it asks, or gives it back.
     *
     * @throws RegistryUnavailable if there is none within the limit
     */
    void awaitTurn() {
        try {
            if (!turns.tryAcquire(limit.toNanos(), TimeUnit.NANOSECONDS)) {
                throw new RegistryUnavailable(
                        "Expected to ask the schema registry within " + limit + ", but it owes an answer to all " + most
                                + " that asked before",
                        null);
            }
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    void giveBackTurn() {
        turns.release();
    }

    /** The same as {@link #awaitTurn} and {@link #askInTurn}. */
    <T> T ask(Supplier<T> question) {
        awaitTurn();
        return askInTurn(question, late -> {});
    }

    /** What becomes of a question whose answer nobody waits for any more. */
    interface Late {

        /** @param returned completes when its thread is done with it */
        void givenUp(CompletableFuture<?> returned);
    }

    /**
     * Asks, and ends the turn.
     *
     * @param question may block; gets interrupted
     * @throws RegistryUnavailable if there is no answer within the limit
     * @throws RuntimeException any other error: the question's own
     */
    <T> T askInTurn(Supplier<T> question, Late late) {
        if (limit.equals(NO_SILENCE)) {
            return askHere(question);
        }
        CompletableFuture<T> answer = new CompletableFuture<>();
        Thread asker = Thread.ofVirtual()
                .name("rushes-asks-registry-" + NUMBERS.incrementAndGet())
                .unstarted(() -> answer(question, answer));
        asker.start();
        try {
            return answer.get(limit.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            asker.interrupt();
            late.givenUp(answer);
            throw new RegistryUnavailable(
                    "Expected the schema registry to answer within " + limit + ", but it did not", e);
        } catch (ExecutionException e) {
            throw own(e);
        } catch (InterruptedException e) {
            asker.interrupt();
            late.givenUp(answer);
            throw interrupted(e);
        }
    }

    private <T> T askHere(Supplier<T> question) {
        try {
            return question.get();
        } finally {
            turns.release();
        }
    }

    private <T> void answer(Supplier<T> question, CompletableFuture<T> answer) {
        T its;
        try {
            its = question.get();
        } catch (Throwable error) {
            turns.release();
            answer.completeExceptionally(error);
            return;
        }
        turns.release();
        answer.complete(its);
    }

    private static RuntimeException own(ExecutionException e) {
        return switch (e.getCause()) {
            case RuntimeException its -> its;
            case Error its -> throw its;
            case null, default -> new IllegalStateException(e);
        };
    }

    private static RegistryUnavailable interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new RegistryUnavailable("Expected to wait for the schema registry, but the wait was interrupted", e);
    }
}
