package dev.rushes.media.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rushes.media.value.StoredObject;
import dev.rushes.runtime.stage.CommonFailure;
import java.io.IOException;
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

class FileObjectStoreTest extends ObjectStoreContract {

    private Path root;
    private FileObjectStore store;

    @BeforeEach
    void open() {
        root = folder.resolve("objects");
        store = new FileObjectStore(root);
    }

    @Override
    protected ObjectStore store() {
        return store;
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

    @Override
    protected void assertNothingUnfinished() {
        try (Stream<Path> left = Files.list(root.resolve(".unfinished"))) {
            assertThat(left).isEmpty();
        } catch (IOException failure) {
            throw new java.io.UncheckedIOException(failure);
        }
    }
}
