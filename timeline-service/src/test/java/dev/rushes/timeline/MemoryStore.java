package dev.rushes.timeline;

import dev.rushes.media.store.ListedObject;
import dev.rushes.media.store.ObjectStore;
import dev.rushes.media.value.StoredObject;
import dev.rushes.runtime.stage.CommonFailure;
import dev.rushes.runtime.stage.StageFailure;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** An object store in memory that remembers every version of an object and can die at its n-th operation, before or after the effect. */
public final class MemoryStore implements ObjectStore {
    private final Map<String, byte[]> objects = new ConcurrentHashMap<>();
    private final Map<String, Set<String>> digests = new ConcurrentHashMap<>();
    private volatile boolean diesBefore;
    private final AtomicInteger operationsToCrash = new AtomicInteger(Integer.MAX_VALUE);

    /** The n-th operation from now fails, from 1, before or after it did what it was asked for. */
    void crashAt(int operation, boolean beforeItsEffect) {
        diesBefore = beforeItsEffect;
        operationsToCrash.set(operation);
    }

    /** How many different contents were ever stored under a key. */
    int versions(String key) {
        return digests.getOrDefault(key, Set.of()).size();
    }

    byte[] bytes(String key) {
        return Optional.ofNullable(objects.get(key)).orElseThrow();
    }

    public StoredObject store(String key, byte[] document) {
        objects.put(key, document);
        StoredObject stored = new StoredObject(key, document.length, sha256(document), "application/json");
        boolean unused =
                digests.computeIfAbsent(key, _ -> ConcurrentHashMap.newKeySet()).add(stored.sha256());
        return stored;
    }

    @Override
    public Mono<StoredObject> put(String key, byte[] document, String contentType) {
        return Mono.fromSupplier(() -> {
            int left = operationsToCrash.decrementAndGet();
            if (left == 0 && diesBefore) {
                throw crash();
            }
            StoredObject stored = store(key, document);
            if (left == 0) {
                throw crash();
            }
            return stored;
        });
    }

    @Override
    public Mono<byte[]> read(StoredObject object, int limit) {
        return Mono.fromSupplier(() -> {
            if (operationsToCrash.decrementAndGet() == 0) {
                throw crash();
            }
            byte[] bytes = objects.get(object.key());
            if (bytes == null) {
                throw new StageFailure(
                        CommonFailure.STORED_OBJECT_MISSING, "Expected " + object.key() + ", but it is not there");
            }
            return bytes;
        });
    }

    private static StageFailure crash() {
        return new StageFailure(CommonFailure.STORE_UNAVAILABLE, "Expected the store to answer, but it died");
    }

    @Override
    public Mono<StoredObject> put(String key, Path file, String contentType) {
        throw new UnsupportedOperationException("the timeline stores no files");
    }

    @Override
    public Mono<StoredObject> put(String key, Flux<ByteBuffer> bytes, String contentType, long limit) {
        throw new UnsupportedOperationException("the timeline stores no streams");
    }

    @Override
    public Mono<Optional<StoredObject>> find(String key) {
        throw new UnsupportedOperationException("the timeline asks its ledger");
    }

    @Override
    public Flux<ByteBuffer> read(StoredObject object, long from, long length) {
        throw new UnsupportedOperationException("the timeline reads whole documents");
    }

    @Override
    public Mono<Path> fetch(StoredObject object, Path folder) {
        throw new UnsupportedOperationException("the timeline needs no files");
    }

    @Override
    public Mono<Void> delete(String key) {
        return Mono.fromRunnable(() -> objects.remove(key));
    }

    @Override
    public Flux<ListedObject> list(String folder) {
        return Flux.defer(() -> Flux.fromIterable(objects.entrySet()))
                .filter(entry -> entry.getKey().startsWith(folder + "/"))
                .map(entry -> new ListedObject(entry.getKey(), entry.getValue().length, Instant.EPOCH));
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
