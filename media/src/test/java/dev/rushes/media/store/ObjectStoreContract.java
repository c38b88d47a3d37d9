package dev.rushes.media.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.rushes.media.value.StoredObject;
import dev.rushes.runtime.stage.CommonFailure;
import dev.rushes.runtime.stage.FailureCode;
import dev.rushes.runtime.stage.StageFailure;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** What every object store does. Each adapter's test adds what only it does. */
public abstract class ObjectStoreContract {
    protected static final Duration PATIENCE = Duration.ofMinutes(3);
    protected static final String KEY = "tenants/acme/jobs/1/chunks/video-00003.mp4";
    protected static final String HELLO_SHA256 = "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824";

    @TempDir
    protected Path folder;

    /** The store to test; empty when a test begins. */
    protected abstract ObjectStore store();

    /** Checks that no half of an object is left anywhere, as soon as what runs has ended. */
    protected abstract void assertNothingUnfinished();

    @Test
    void givesBackWhatWasPutInWithItsDigest() {
        StoredObject stored = wait(store().put(KEY, bytes("hello"), "video/mp4"));

        assertThat(stored).isEqualTo(new StoredObject(KEY, 5, HELLO_SHA256, "video/mp4"));
        assertThat(wait(store().find(KEY))).contains(stored);
        assertThat(wait(store().read(stored, 10))).isEqualTo(bytes("hello"));
        assertNothingUnfinished();
    }

    @Test
    void takesAFinishedFileOver() throws IOException {
        Path file = Files.writeString(folder.resolve("made.mp4"), "hello");

        StoredObject stored = wait(store().put(KEY, file, "video/mp4"));

        assertThat(stored.sha256()).isEqualTo(HELLO_SHA256);
        assertThat(file).doesNotExist();
        assertNothingUnfinished();
    }

    @Test
    void findsNothingWhereNothingIs() {
        assertThat(wait(store().find(KEY))).isEmpty();
        StoredObject missing = new StoredObject(KEY, 5, HELLO_SHA256, "video/mp4");
        assertThat(failure(store().read(missing, 10))).isEqualTo(CommonFailure.STORED_OBJECT_MISSING);
        assertThat(failure(store().fetch(missing, folder))).isEqualTo(CommonFailure.STORED_OBJECT_MISSING);
        assertThat(failure(store().read(missing, 0, 5).next())).isEqualTo(CommonFailure.STORED_OBJECT_MISSING);
    }

    @Test
    void replacesWhatWasThereAndForgetsWhatIsDeleted() {
        var first = wait(store().put(KEY, bytes("hello"), "video/mp4"));
        StoredObject second = wait(store().put(KEY, bytes("goodbye"), "video/mp4"));
        assertThat(first).isNotEqualTo(second);
        assertThat(wait(store().find(KEY))).contains(second);

        assertThat(store().delete(KEY).blockOptional(PATIENCE)).isEmpty();
        assertThat(store().delete(KEY).blockOptional(PATIENCE)).isEmpty();
        assertThat(wait(store().find(KEY))).isEmpty();
    }

    @Test
    void takesAStreamWhoseBufferIsReusedAndReadsAnyRangeBack() {
        byte[] content = random(3_000_017);
        // One buffer for all, overwritten as soon as the next is asked for, as an upload does it.
        ByteBuffer reused = ByteBuffer.allocate(4093);
        Flux<ByteBuffer> stream = Flux.generate(() -> 0, (at, sink) -> {
            if (at >= content.length) {
                sink.complete();
                return at;
            }
            int count = Math.min(reused.capacity(), content.length - at);
            sink.next(reused.clear().put(content, at, count).flip());
            return at + count;
        });

        StoredObject stored = wait(store().put(KEY, stream, "video/mp4", content.length));

        assertThat(stored.size()).isEqualTo(content.length);
        assertThat(stored.sha256()).isEqualTo(Digests.of(content));
        assertThat(range(stored, 0, content.length)).isEqualTo(content);
        assertThat(range(stored, 1_000_001, 300_000))
                .isEqualTo(java.util.Arrays.copyOfRange(content, 1_000_001, 1_300_001));
        assertThat(range(stored, content.length, 0)).isEmpty();
        assertThatThrownBy(() -> range(stored, 1, content.length)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void refusesTheFirstByteOverTheLimitAndLeavesNothing() {
        Flux<ByteBuffer> endless = Flux.generate(sink -> sink.next(ByteBuffer.allocate(1000)));

        assertThat(failure(store().put(KEY, endless, "video/mp4", 999_999))).isEqualTo(StoreFailure.OBJECT_TOO_LARGE);

        assertThat(wait(store().find(KEY))).isEmpty();
        assertNothingUnfinished();
        assertThat(wait(store().put(KEY, endless.take(1000), "video/mp4", 1_000_000))
                        .size())
                .isEqualTo(1_000_000);
    }

    @Test
    void leavesNothingOfAStreamThatBreaksOffOrIsCancelled() {
        Flux<ByteBuffer> broken = Flux.concat(
                Flux.just(ByteBuffer.wrap(bytes("hel"))), Flux.error(new IllegalStateException("connection lost")));

        assertThatThrownBy(() -> wait(store().put(KEY, broken, "video/mp4", 100)))
                .isInstanceOf(IllegalStateException.class);
        assertNothingUnfinished();

        Flux<ByteBuffer> stuck = Flux.concat(Flux.just(ByteBuffer.wrap(bytes("hel"))), Flux.never());
        assertThatThrownBy(() -> wait(store().put(KEY, stuck, "video/mp4", 100).timeout(Duration.ofMillis(300))))
                .hasCauseInstanceOf(java.util.concurrent.TimeoutException.class);
        assertThat(wait(store().find(KEY))).isEmpty();
    }

    @Test
    void fetchesAgainOverAnEarlierFetch() throws IOException {
        StoredObject stored = wait(store().put(KEY, bytes("hello"), "video/mp4"));
        Path work = Files.createDirectory(folder.resolve("work"));

        assertThat(wait(store().fetch(stored, work))).isEqualTo(wait(store().fetch(stored, work)));
    }

    @Test
    void takesAStreamOfManyPartsWithBuffersOfAnySize() {
        byte[] content = random(20_000_003);
        Random random = new Random(11);
        Flux<ByteBuffer> stream = Flux.generate(() -> 0, (at, sink) -> {
            if (at == content.length) {
                sink.complete();
                return at;
            }
            int most = random.nextInt(20) == 0 ? 9_000_000 : 70_000;
            int count = Math.min(random.nextInt(most), content.length - at);
            sink.next(ByteBuffer.wrap(content, at, count).slice());
            return at + count;
        });

        StoredObject stored = wait(store().put(KEY, stream, "video/mp4", 100_000_000));

        assertThat(stored).isEqualTo(new StoredObject(KEY, content.length, Digests.of(content), "video/mp4"));
        assertThat(wait(store().find(KEY))).contains(stored);
        assertThat(wait(store().fetch(stored, folder))).hasBinaryContent(content);
        assertThat(range(stored, 8_388_600, 100)).isEqualTo(Arrays.copyOfRange(content, 8_388_600, 8_388_700));
        assertNothingUnfinished();
    }

    @Test
    void storesNothingAtAllAsAnEmptyObject() throws IOException {
        StoredObject stored = wait(store().put(KEY, Flux.empty(), "video/mp4", 100));

        assertThat(stored.size()).isZero();
        assertThat(wait(store().find(KEY))).contains(stored);
        assertThat(wait(store().read(stored, 0))).isEmpty();
        assertThat(range(stored, 0, 0)).isEmpty();
        assertThat(wait(store().fetch(stored, folder))).isEmptyFile();
    }

    @Test
    void keepsTheOldObjectUntilTheNewOneIsWhole() {
        StoredObject old = wait(store().put(KEY, bytes("hello"), "video/mp4"));
        Flux<ByteBuffer> broken = Flux.concat(
                Flux.just(ByteBuffer.wrap(random(10_000_000))), Flux.error(new IllegalStateException("lost")));

        assertThatThrownBy(() -> wait(store().put(KEY, broken, "video/mp4", 100_000_000)))
                .isInstanceOf(IllegalStateException.class);

        assertThat(wait(store().find(KEY))).contains(old);
        assertThat(wait(store().read(old, 10))).isEqualTo(bytes("hello"));
        assertNothingUnfinished();
    }

    @Test
    void neverTakesOtherBytesForThoseThatWereAnnounced() {
        StoredObject first = wait(store().put(KEY, bytes("hello"), "video/mp4"));
        assertThat(wait(store().put(KEY, bytes("hullo"), "video/mp4"))).isNotEqualTo(first);

        assertThat(failure(store().read(first, 10))).isEqualTo(CommonFailure.STORED_BYTES_DIFFER);
        assertThat(failure(store().fetch(first, folder))).isEqualTo(CommonFailure.STORED_BYTES_DIFFER);

        assertThat(wait(store().put(KEY, bytes("hell"), "video/mp4"))).isNotEqualTo(first);
        assertThat(failure(store().read(first, 10))).isEqualTo(CommonFailure.STORED_BYTES_DIFFER);
        assertThat(failure(store().fetch(first, folder))).isEqualTo(CommonFailure.STORED_BYTES_DIFFER);
        assertThat(failure(store().read(first, 0, 2).next())).isEqualTo(CommonFailure.STORED_BYTES_DIFFER);
        assertThat(failure(store().read(first, 0, 0).then(Mono.just(1)))).isEqualTo(CommonFailure.STORED_BYTES_DIFFER);
    }

    @Test
    void listsWhatIsBelowAFolderAndNothingElse() {
        Instant before = Instant.now().minusSeconds(2);
        for (String key :
                List.of("tenants/a/jobs/1/x", "tenants/a/jobs/1/chunks/y", "tenants/a/jobs/12/z", "tenants/b/w")) {
            assertThat(wait(store().put(key, bytes("hello"), "video/mp4")).size())
                    .isEqualTo(5);
        }

        List<ListedObject> listed = wait(store().list("tenants/a/jobs/1").collectList());

        assertThat(listed)
                .extracting(ListedObject::key)
                .containsExactlyInAnyOrder("tenants/a/jobs/1/x", "tenants/a/jobs/1/chunks/y");
        assertThat(listed).allSatisfy(object -> {
            assertThat(object.size()).isEqualTo(5);
            assertThat(object.changed()).isAfter(before);
        });
        assertThat(wait(store().list("tenants/none").collectList())).isEmpty();
        assertThat(wait(store().list("tenants")
                        .concatMap(object -> store().delete(object.key()))
                        .then(Mono.just(true))))
                .isTrue();
        assertThat(wait(store().list("tenants").collectList())).isEmpty();
    }

    @Test
    void refusesKeysThatCouldLeadElsewhere() {
        for (String key : List.of(
                "../outside", "/etc/passwd", "a/../../outside", ".seals/a", "a//b", "a/", "", "a/./b", "a%2fb")) {
            StoredObject named = new StoredObject(key, 5, HELLO_SHA256, "text/plain");
            for (Mono<?> operation : List.<Mono<?>>of(
                    store().find(key),
                    store().put(key, bytes("x"), "text/plain"),
                    store().put(key, Flux.just(ByteBuffer.wrap(bytes("x"))), "text/plain", 10),
                    store().read(named, 10),
                    store().fetch(named, folder),
                    store().list(key).collectList(),
                    store().delete(key))) {
                assertThatThrownBy(() -> operation.block(PATIENCE))
                        .as(key)
                        .isInstanceOf(IllegalArgumentException.class);
            }
        }
    }

    protected byte[] range(StoredObject object, long from, long length) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        var last = store().read(object, from, length)
                .doOnNext(piece -> {
                    byte[] copy = new byte[piece.remaining()];
                    piece.get(copy);
                    all.writeBytes(copy);
                })
                .blockLast(PATIENCE);
        return all.toByteArray();
    }

    protected static FailureCode failure(Mono<?> operation) {
        StageFailure failure = catchThrowableOfType(StageFailure.class, () -> operation.block(PATIENCE));
        assertThat(failure).isNotNull();
        return failure.failure().code();
    }

    protected static byte[] random(int size) {
        byte[] bytes = new byte[size];
        new Random(7).nextBytes(bytes);
        return bytes;
    }

    protected static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    protected static <T> T wait(Mono<T> mono) {
        return mono.blockOptional(PATIENCE).orElseThrow();
    }
}
