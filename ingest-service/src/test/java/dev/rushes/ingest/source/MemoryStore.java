package dev.rushes.ingest.source;

import dev.rushes.media.store.ListedObject;
import dev.rushes.media.store.ObjectStore;
import dev.rushes.media.store.StoreFailure;
import dev.rushes.media.value.StoredObject;
import dev.rushes.runtime.stage.CommonFailure;
import dev.rushes.runtime.stage.StageFailure;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** An object store in memory that remembers what was written and deleted, in order. */
public final class MemoryStore implements ObjectStore {
    private final Map<String, byte[]> objects = new ConcurrentHashMap<>();
    private final Map<String, StoredObject> descriptions = new ConcurrentHashMap<>();
    private final List<String> log = new CopyOnWriteArrayList<>();

    @Override
    public Mono<StoredObject> put(String key, Path file, String contentType) {
        return Mono.fromCallable(() -> keep(key, Files.readAllBytes(file), contentType));
    }

    @Override
    public Mono<StoredObject> put(String key, byte[] document, String contentType) {
        return Mono.fromCallable(() -> keep(key, document, contentType));
    }

    @Override
    public Mono<StoredObject> put(String key, Flux<ByteBuffer> bytes, String contentType, long limit) {
        return bytes.reduceWith(ByteArrayOutputStream::new, (all, next) -> append(all, next, limit))
                .map(all -> keep(key, all.toByteArray(), contentType));
    }

    @Override
    public Mono<Optional<StoredObject>> find(String key) {
        return Mono.fromCallable(() -> Optional.ofNullable(descriptions.get(key)));
    }

    @Override
    public Mono<byte[]> read(StoredObject object, int limit) {
        return Mono.fromCallable(() -> bytes(object.key()));
    }

    @Override
    public Flux<ByteBuffer> read(StoredObject object, long from, long length) {
        return Mono.fromCallable(() -> Arrays.copyOfRange(bytes(object.key()), (int) from, (int) (from + length)))
                .map(ByteBuffer::wrap)
                .flux();
    }

    @Override
    public Mono<Path> fetch(StoredObject object, Path folder) {
        return Mono.fromCallable(() -> Files.write(folder.resolve("object"), bytes(object.key())));
    }

    @Override
    public Mono<Void> delete(String key) {
        return Mono.fromRunnable(() -> {
            log.add("delete " + key);
            objects.remove(key);
            descriptions.remove(key);
        });
    }

    @Override
    public Flux<ListedObject> list(String folder) {
        return Flux.defer(() -> Flux.fromIterable(objects.entrySet()))
                .filter(entry -> entry.getKey().startsWith(folder + "/"))
                .map(entry -> new ListedObject(entry.getKey(), entry.getValue().length, Instant.EPOCH));
    }

    /** Keys of what is stored. */
    public Set<String> keys() {
        return Set.copyOf(objects.keySet());
    }

    /** The bytes under a key. */
    public byte[] bytes(String key) {
        byte[] found = objects.get(key);
        if (found == null) {
            throw new StageFailure(CommonFailure.STORED_OBJECT_MISSING, "Expected " + key + ", but it is not there");
        }
        return found;
    }

    /** What was done, in order: "put key" and "delete key". */
    public List<String> log() {
        return List.copyOf(log);
    }

    private static ByteArrayOutputStream append(ByteArrayOutputStream all, ByteBuffer next, long limit) {
        byte[] bytes = new byte[next.remaining()];
        next.get(bytes);
        if (all.size() + bytes.length > limit) {
            throw new StageFailure(StoreFailure.OBJECT_TOO_LARGE, "Expected at most " + limit + " bytes, but got more");
        }
        all.writeBytes(bytes);
        return all;
    }

    private StoredObject keep(String key, byte[] bytes, String contentType) {
        log.add("put " + key);
        objects.put(key, bytes);
        StoredObject object = new StoredObject(key, bytes.length, sha256(bytes), contentType);
        descriptions.put(key, object);
        return object;
    }

    static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
