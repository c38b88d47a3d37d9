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
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

class FileObjectStoreTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String KEY = "tenants/acme/jobs/1/chunks/video-00003.mp4";
    private static final String HELLO_SHA256 = "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824";

    @TempDir
    Path folder;

    private Path root;
    private FileObjectStore store;

    @BeforeEach
    void open() {
        root = folder.resolve("objects");
        store = new FileObjectStore(root);
    }

    @Test
    void givesBackWhatWasPutInWithItsDigest() {
        StoredObject stored = wait(store.put(KEY, bytes("hello"), "video/mp4"));

        assertThat(stored).isEqualTo(new StoredObject(KEY, 5, HELLO_SHA256, "video/mp4"));
        assertThat(wait(store.find(KEY))).contains(stored);
        assertThat(wait(store.read(stored, 10))).isEqualTo(bytes("hello"));
        assertThat(root.resolve(KEY)).hasContent("hello");
        assertNothingUnfinished();
    }

    @Test
    void takesAFinishedFileOver() throws IOException {
        Path file = Files.writeString(folder.resolve("made.mp4"), "hello");

        StoredObject stored = wait(store.put(KEY, file, "video/mp4"));

        assertThat(stored.sha256()).isEqualTo(HELLO_SHA256);
        assertThat(file).doesNotExist();
        assertNothingUnfinished();
    }

    @Test
    void findsNothingWhereNothingIs() {
        assertThat(wait(store.find(KEY))).isEmpty();
        StoredObject missing = new StoredObject(KEY, 5, HELLO_SHA256, "video/mp4");
        assertThat(failure(store.read(missing, 10))).isEqualTo(CommonFailure.STORED_OBJECT_MISSING);
        assertThat(failure(store.fetch(missing, folder))).isEqualTo(CommonFailure.STORED_OBJECT_MISSING);
        assertThat(failure(store.read(missing, 0, 5).next())).isEqualTo(CommonFailure.STORED_OBJECT_MISSING);
    }

    @Test
    void replacesWhatWasThereAndForgetsWhatIsDeleted() {
        var first = wait(store.put(KEY, bytes("hello"), "video/mp4"));
        StoredObject second = wait(store.put(KEY, bytes("goodbye"), "video/mp4"));
        assertThat(first).isNotEqualTo(second);
        assertThat(wait(store.find(KEY))).contains(second);

        assertThat(store.delete(KEY).blockOptional(PATIENCE)).isEmpty();
        assertThat(store.delete(KEY).blockOptional(PATIENCE)).isEmpty();
        assertThat(wait(store.find(KEY))).isEmpty();
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

        StoredObject stored = wait(store.put(KEY, stream, "video/mp4", content.length));

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

        assertThat(failure(store.put(KEY, endless, "video/mp4", 999_999))).isEqualTo(StoreFailure.OBJECT_TOO_LARGE);

        assertThat(wait(store.find(KEY))).isEmpty();
        assertNothingUnfinished();
        assertThat(wait(store.put(KEY, endless.take(1000), "video/mp4", 1_000_000))
                        .size())
                .isEqualTo(1_000_000);
    }

    @Test
    void leavesNothingOfAStreamThatBreaksOffOrIsCancelled() {
        Flux<ByteBuffer> broken = Flux.concat(
                Flux.just(ByteBuffer.wrap(bytes("hel"))), Flux.error(new IllegalStateException("connection lost")));

        assertThatThrownBy(() -> wait(store.put(KEY, broken, "video/mp4", 100)))
                .isInstanceOf(IllegalStateException.class);
        assertNothingUnfinished();

        Flux<ByteBuffer> stuck = Flux.concat(Flux.just(ByteBuffer.wrap(bytes("hel"))), Flux.never());
        assertThatThrownBy(() -> wait(store.put(KEY, stuck, "video/mp4", 100).timeout(Duration.ofMillis(300))))
                .hasCauseInstanceOf(java.util.concurrent.TimeoutException.class);
        assertThat(wait(store.find(KEY))).isEmpty();
    }

    @Test
    void fetchesALinkThatStaysWhenTheObjectIsReplaced() throws IOException {
        StoredObject stored = wait(store.put(KEY, bytes("hello"), "video/mp4"));
        Path work = Files.createDirectory(folder.resolve("work"));

        Path local = wait(store.fetch(stored, work));
        assertThat(local).hasParent(work).hasContent("hello");
        assertThat(Files.getAttribute(local, "unix:ino")).isEqualTo(Files.getAttribute(root.resolve(KEY), "unix:ino"));
        assertThat(local.getFileName().toString()).matches("[a-z0-9][A-Za-z0-9._-]*");

        assertThat(wait(store.put(KEY, bytes("goodbye"), "video/mp4")).size()).isEqualTo(7);
        assertThat(local).hasContent("hello");
        assertThat(failure(store.fetch(stored, work))).isEqualTo(CommonFailure.STORED_BYTES_DIFFER);
    }

    @Test
    void fetchesAgainOverAnEarlierFetch() throws IOException {
        StoredObject stored = wait(store.put(KEY, bytes("hello"), "video/mp4"));
        Path work = Files.createDirectory(folder.resolve("work"));

        assertThat(wait(store.fetch(stored, work))).isEqualTo(wait(store.fetch(stored, work)));
    }

    @Test
    void noticesBytesThatWereChangedInPlace() throws IOException {
        StoredObject stored = wait(store.put(KEY, bytes("hello"), "video/mp4"));
        Files.writeString(root.resolve(KEY), "hullo");

        assertThat(failure(store.fetch(stored, folder))).isEqualTo(CommonFailure.STORED_BYTES_DIFFER);
        assertThat(failure(store.read(stored, 10))).isEqualTo(CommonFailure.STORED_BYTES_DIFFER);

        Files.writeString(root.resolve(KEY), "hell");
        assertThat(failure(store.fetch(stored, folder))).isEqualTo(CommonFailure.STORED_BYTES_DIFFER);
        assertThat(failure(store.read(stored, 0, 2).next())).isEqualTo(CommonFailure.STORED_BYTES_DIFFER);
    }

    @Test
    void trustsTheBytesAndNotASealLeftByACrash() throws IOException {
        StoredObject stored = wait(store.put(KEY, bytes("hello"), "video/mp4"));
        Path seal = root.resolve(".seals").resolve(KEY);
        String good = Files.readString(seal);

        for (String left : List.of(
                good.replace("sha256=2c", "sha256=00").replaceAll("inode=\\d+", "inode=1"),
                "",
                "rushes-seal 1\nsha256=")) {
            Files.writeString(seal, left);
            assertThat(wait(store.find(KEY)).orElseThrow().sha256()).isEqualTo(stored.sha256());
        }
        Files.delete(seal);
        assertThat(wait(store.find(KEY)).orElseThrow().sha256()).isEqualTo(stored.sha256());
        assertThat(seal).exists();
    }

    @Test
    void aSealWithoutDataIsNotAnObject() throws IOException {
        var stored = wait(store.put(KEY, bytes("hello"), "video/mp4"));
        Files.delete(root.resolve(stored.key()));

        assertThat(wait(store.find(KEY))).isEmpty();
    }

    @Test
    void sweepsOldUnfinishedFilesAtStartAndLeavesYoungOnes() throws IOException {
        Path old = Files.writeString(root.resolve(".unfinished/old"), "x");
        Path young = Files.writeString(root.resolve(".unfinished/young"), "x");
        Files.setLastModifiedTime(old, FileTime.from(Instant.now().minus(Duration.ofHours(2))));

        var reopened = new FileObjectStore(root);

        assertThat(reopened).isNotNull();
        assertThat(old).doesNotExist();
        assertThat(young).exists();
    }

    @Test
    void neverLeavesItsRootWhateverTheKey() throws IOException {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        String[] parts = {
            "..",
            ".",
            "",
            "/",
            "\\",
            "%2e%2e",
            "..%2f",
            "a",
            "tenants",
            "\u0000",
            "\n",
            " ",
            "~",
            "C:",
            "ä",
            "\u202e",
            "*",
            "?",
            ".seals",
            ".unfinished",
            "x.mp4",
            "-rf",
            "\ud800",
            "a".repeat(300),
            "...",
            "..a"
        };
        Path outside = Files.writeString(folder.resolve("outside"), "untouched");
        for (int i = 0; i < 5000; i++) {
            StringBuilder key = new StringBuilder();
            int length = 1 + random.nextInt(5);
            for (int part = 0; part < length; part++) {
                key.append(random.nextInt(4) == 0 ? "" : "/").append(parts[random.nextInt(parts.length)]);
            }
            Path path = resolved(key.toString());
            assertThat(path.startsWith(root.toRealPath()))
                    .as("seed %d: %s", seed, key)
                    .isTrue();
            assertThat(path.toString()).doesNotContain("/.seals").doesNotContain("/.unfinished");
        }
        assertThat(outside).hasContent("untouched");
        for (String key :
                List.of("../outside", "/etc/passwd", "a/../../outside", ".seals/a", "a//b", "a/", "", "a/./b")) {
            assertThatThrownBy(() -> wait(store.find(key))).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> wait(store.put(key, bytes("x"), "text/plain")))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> store.delete(key).block(PATIENCE)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void followsNoLinksOutOfTheStore() throws IOException {
        Path outside = Files.createDirectory(folder.resolve("elsewhere"));
        Files.writeString(outside.resolve("secret"), "hello");
        Files.createSymbolicLink(root.resolve("linked"), outside);
        Files.createDirectory(root.resolve("plain"));
        Files.createSymbolicLink(root.resolve("plain/secret"), outside.resolve("secret"));

        assertThat(wait(store.find("plain/secret"))).isEmpty();
        assertThat(wait(store.find("linked/secret"))).isEmpty();
        assertThat(failure(store.put("linked/new", bytes("x"), "text/plain")))
                .isEqualTo(CommonFailure.STORE_UNAVAILABLE);
        assertThat(outside.resolve("new")).doesNotExist();
    }

    private Path resolved(String key) throws IOException {
        ObjectPaths paths = new ObjectPaths(root.toRealPath());
        try {
            return paths.data(key);
        } catch (IllegalArgumentException refused) {
            return root.toRealPath();
        }
    }

    private void assertNothingUnfinished() {
        try (Stream<Path> left = Files.list(root.resolve(".unfinished"))) {
            assertThat(left).isEmpty();
        } catch (IOException failure) {
            throw new java.io.UncheckedIOException(failure);
        }
    }

    private byte[] range(StoredObject object, long from, long length) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        var last = store.read(object, from, length)
                .doOnNext(piece -> all.write(piece.array(), piece.arrayOffset() + piece.position(), piece.remaining()))
                .blockLast(PATIENCE);
        return all.toByteArray();
    }

    private static FailureCode failure(Mono<?> operation) {
        StageFailure failure = catchThrowableOfType(StageFailure.class, () -> operation.block(PATIENCE));
        assertThat(failure).isNotNull();
        return failure.failure().code();
    }

    private static byte[] random(int size) {
        byte[] bytes = new byte[size];
        new Random(7).nextBytes(bytes);
        return bytes;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static <T> T wait(Mono<T> mono) {
        return mono.blockOptional(PATIENCE).orElseThrow();
    }
}
