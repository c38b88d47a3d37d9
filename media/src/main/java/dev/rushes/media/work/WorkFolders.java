package dev.rushes.media.work;

import dev.rushes.runtime.stage.CommonFailure;
import dev.rushes.runtime.stage.StageFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.util.retry.Retry;

/** Gives each piece of work a scratch folder of its own and removes it when the work ends, fails or is cancelled. */
public final class WorkFolders {
    private static final int LONGEST_NAME = 60;
    private static final int REMOVAL_TRIES = 6;
    private static final Duration REMOVAL_PAUSE = Duration.ofMillis(50);
    private static final Scheduler BLOCKING = Schedulers.boundedElastic();

    private final Path home;
    private final AtomicLong counter = new AtomicLong();

    /**
     * @param root folder of all scratch folders, which several live processes may share; what dead ones left in it is removed
     * @throws UncheckedIOException if the folder can not be used
     */
    public WorkFolders(Path root) {
        try {
            this.home = ProcessHome.claim(Files.createDirectories(root).toRealPath());
        } catch (IOException failure) {
            throw new UncheckedIOException("Expected to use " + root + " for scratch folders, but could not", failure);
        }
    }

    /** Runs work in a new folder. The folder is gone when the result, the error or the cancellation has been signalled. */
    public <T> Mono<T> use(String name, Function<Path, Mono<T>> work) {
        return Mono.usingWhen(create(name), work, WorkFolders::remove);
    }

    private Mono<Path> create(String name) {
        return Mono.fromCallable(
                        () -> Files.createDirectory(home.resolve(plain(name) + "-" + counter.incrementAndGet())))
                .subscribeOn(BLOCKING)
                .onErrorMap(IOException.class, WorkFolders::unusable);
    }

    /** A tool that is being killed may write for another moment, so removal is tried a few times. What stays goes at the next start. */
    private static Mono<Void> remove(Path folder) {
        return Mono.<Void>fromCallable(() -> {
                    FileTrees.delete(folder);
                    return null;
                })
                .subscribeOn(BLOCKING)
                .retryWhen(Retry.backoff(REMOVAL_TRIES, REMOVAL_PAUSE).filter(IOException.class::isInstance))
                .onErrorComplete();
    }

    private static String plain(String name) {
        String plain = name.replaceAll("[^A-Za-z0-9_-]", "-");
        return plain.substring(0, Math.min(plain.length(), LONGEST_NAME));
    }

    private static Throwable unusable(IOException failure) {
        String text = String.valueOf(failure.getMessage());
        return text.contains("No space left") || text.contains("quota exceeded")
                ? new StageFailure(
                        CommonFailure.DISK_FULL,
                        "Expected room for a scratch folder, but the disk is full. Free some space.",
                        failure)
                : new StageFailure(
                        CommonFailure.UNEXPECTED,
                        "Expected to make a scratch folder, but the disk refused it.",
                        failure);
    }
}
