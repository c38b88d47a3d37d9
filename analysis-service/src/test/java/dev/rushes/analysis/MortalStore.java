package dev.rushes.analysis;

import dev.rushes.media.store.ListedObject;
import dev.rushes.media.store.ObjectStore;
import dev.rushes.media.value.StoredObject;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Predicate;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The store as one process sees it: once that has died, nothing of what it asked for happens, and it hears of nothing. */
final class MortalStore implements ObjectStore {
    private final ObjectStore store;
    private volatile boolean dead;
    private volatile Predicate<String> last = key -> false;
    private volatile Runnable death = () -> {};

    MortalStore(ObjectStore store) {
        this.store = store;
    }

    /** The process dies when it is about to store such a key. */
    void diesOver(Predicate<String> key, Runnable its) {
        last = key;
        death = its;
    }

    void die() {
        dead = true;
    }

    private <T> Mono<T> alive(Mono<T> work) {
        return Mono.defer(() -> dead ? Mono.never() : work);
    }

    private Mono<StoredObject> alive(String key, Mono<StoredObject> put) {
        return Mono.defer(() -> {
            if (!dead && last.test(key)) {
                dead = true;
                death.run();
            }
            return dead ? Mono.never() : put;
        });
    }

    @Override
    public Mono<StoredObject> put(String key, Path file, String contentType) {
        return alive(key, store.put(key, file, contentType));
    }

    @Override
    public Mono<StoredObject> put(String key, byte[] document, String contentType) {
        return alive(key, store.put(key, document, contentType));
    }

    @Override
    public Mono<StoredObject> put(String key, Flux<ByteBuffer> bytes, String contentType, long limit) {
        return alive(key, store.put(key, bytes, contentType, limit));
    }

    @Override
    public Mono<Optional<StoredObject>> find(String key) {
        return alive(store.find(key));
    }

    @Override
    public Mono<byte[]> read(StoredObject object, int limit) {
        return alive(store.read(object, limit));
    }

    @Override
    public Flux<ByteBuffer> read(StoredObject object, long from, long length) {
        return Flux.defer(() -> dead ? Flux.never() : store.read(object, from, length));
    }

    @Override
    public Mono<Path> fetch(StoredObject object, Path folder) {
        return alive(store.fetch(object, folder));
    }

    @Override
    public Mono<Void> delete(String key) {
        return alive(store.delete(key));
    }

    @Override
    public Flux<ListedObject> list(String folder) {
        return Flux.defer(() -> dead ? Flux.never() : store.list(folder));
    }
}
