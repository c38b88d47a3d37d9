package dev.rushes.media.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Mono;

class WorkFoldersTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @TempDir
    Path root;

    @Test
    void removesTheFolderWhenTheWorkIsDone() {
        WorkFolders folders = new WorkFolders(root);

        Path used = folders.use("render", folder -> write(folder).thenReturn(folder))
                .blockOptional(PATIENCE)
                .orElseThrow();

        assertThat(used.getFileName().toString()).startsWith("render-");
        assertThat(used).doesNotExist();
    }

    @Test
    void removesTheFolderWhenTheWorkFails() {
        CompletableFuture<Path> used = new CompletableFuture<>();
        Mono<String> failing = new WorkFolders(root).use("render", folder -> {
            used.complete(folder);
            return write(folder).then(Mono.error(new IllegalStateException("broken")));
        });

        assertThatThrownBy(() -> failing.block(PATIENCE)).hasMessageContaining("broken");
        assertThat(used.join()).doesNotExist();
    }

    @Test
    void removesTheFolderWhenTheWorkIsCancelled() throws Exception {
        CompletableFuture<Path> used = new CompletableFuture<>();
        var subscription = new WorkFolders(root)
                .use("render", folder -> write(folder).then(Mono.<String>never().doOnSubscribe(started -> {
                    var ready = used.complete(folder);
                })))
                .subscribe();
        Path folder = used.get(20, TimeUnit.SECONDS);
        assertThat(folder).exists();

        subscription.dispose();

        while (Files.exists(folder)) {
            LockSupport.parkNanos(2_000_000);
        }
        assertThat(folder).doesNotExist();
    }

    @Test
    void givesEachPieceOfWorkItsOwnFolderAndAPlainName() {
        WorkFolders folders = new WorkFolders(root);

        Path first = folders.use("../a b", Mono::just).blockOptional(PATIENCE).orElseThrow();
        Path second = folders.use("../a b", Mono::just).blockOptional(PATIENCE).orElseThrow();

        assertThat(first).isNotEqualTo(second);
        assertThat(first.getFileName().toString()).startsWith("---a-b-");
    }

    @Test
    void sweepsWhatDeadProcessesLeftAndSparesTheLiving() throws IOException {
        Path dead = Files.createDirectories(root.resolve("999999-1700000000000-0123abcd/split-1"));
        Files.writeString(dead.resolve("chunk.mp4"), "left");
        Files.createFile(dead.resolveSibling(".alive"));
        Path stranger = Files.createDirectory(root.resolve("somebody-elses"));
        WorkFolders living = new WorkFolders(root);

        Boolean spared = living.use(
                        "split",
                        folder -> Mono.fromCallable(() -> {
                            var second = new WorkFolders(root);
                            assertThat(second).isNotNull();
                            return Files.exists(folder);
                        }))
                .block(PATIENCE);

        assertThat(spared).isTrue();
        assertThat(dead).doesNotExist();
        assertThat(stranger).exists();
        try (Stream<Path> homes = Files.list(root)) {
            assertThat(homes).hasSize(3);
        }
    }

    private static Mono<Path> write(Path folder) {
        return Mono.fromCallable(() -> Files.writeString(
                Files.createDirectories(folder.resolve("deep/er")).resolve("file"), "x"));
    }
}
