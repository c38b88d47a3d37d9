package dev.rushes.media.work;

import java.nio.file.Path;
import java.util.function.Function;
import reactor.core.publisher.Mono;

/** Gives each piece of work a scratch folder of its own and removes it when the work ends, fails or is cancelled. */
public final class WorkFolders {
    private final Path root;

    /**
     * @param root folder of all scratch folders; what an earlier process left in it is removed
     */
    public WorkFolders(Path root) {
        this.root = root;
    }

    /** Runs work in a new folder. The folder is gone when the result, the error or the cancellation has been signalled. */
    public <T> Mono<T> use(String name, Function<Path, Mono<T>> work) {
        throw new UnsupportedOperationException("not implemented: " + root + name + work);
    }
}
