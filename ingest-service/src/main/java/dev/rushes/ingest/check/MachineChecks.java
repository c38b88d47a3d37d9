package dev.rushes.ingest.check;

import dev.rushes.media.ffmpeg.Ffmpeg;
import dev.rushes.media.store.ObjectStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.util.unit.DataSize;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** The object store, the disk and the tools of this machine. */
final class MachineChecks {
    /** What the stages write films, proxies and chunks with. */
    static final List<String> ENCODERS = List.of("libx264", "aac", "libvpx-vp9", "libopus", "gif");

    private static final Duration SAME_TOOL = Duration.ofMinutes(10);

    private MachineChecks() {}

    /** Writes, reads and deletes a few bytes. */
    static Check store(ObjectStore store) {
        // One key for each instance, so that two don't meet, and what a crash leaves behind is overwritten by nobody
        // but is tiny.
        String key = "checks/" + UUID.randomUUID() + ".txt";
        byte[] bytes = "Rushes was here.".getBytes(StandardCharsets.UTF_8);
        return new Check(
                "object-store",
                store.put(key, bytes, "text/plain")
                        .flatMap(stored -> store.read(stored, bytes.length))
                        .flatMap(read -> store.delete(key).thenReturn(read))
                        .map(read -> Arrays.equals(read, bytes)
                                ? Finding.ok("The object store takes, gives back and deletes an object.")
                                : Finding.broken(
                                        "Expected the bytes that were stored, but got others.",
                                        "Something between Rushes and the store changes what passes through it.")),
                "Look whether the folder of rushes.store.root can be written, or whether the bucket of rushes.store.s3.* and its credentials are"
                        + " good. Stages wait until the store is back.");
    }

    /** Version and encoders. A tool that was good is not started again for a while. */
    static Check ffmpeg(Ffmpeg ffmpeg, Path folder) {
        Mono<Finding> look = Mono.zip(
                        ffmpeg.provenance(), ffmpeg.encoders(folder), (version, there) -> encoders(version, there))
                .cache(
                        found -> found.state() == Finding.State.OK ? SAME_TOOL : Duration.ZERO,
                        _ -> Duration.ZERO,
                        () -> Duration.ZERO);
        return new Check(
                "ffmpeg",
                look,
                "Install ffmpeg 6 or newer with x264, or set rushes.ffmpeg.path to a folder that has ffmpeg and ffprobe.");
    }

    static Finding encoders(String version, Set<String> there) {
        Set<String> missing = new TreeSet<>(ENCODERS);
        missing.removeAll(there);
        return missing.isEmpty()
                ? Finding.ok("ffmpeg " + version + " has all encoders that films need.")
                : Finding.broken(
                        "Expected ffmpeg to have " + String.join(", ", ENCODERS) + ", but " + version + " lacks "
                                + String.join(", ", missing) + ".",
                        "Films of some formats fail. Install a full build of ffmpeg, or leave rushes.ffmpeg.path empty to use the bundled one.");
    }

    /** Room where footage is stored and worked on. */
    static Check disk(List<Path> folders, DataSize scarce, DataSize least) {
        return new Check(
                "disk",
                Mono.fromCallable(() -> disk(folders, free(folders), scarce, least))
                        .subscribeOn(Schedulers.boundedElastic()),
                "Look whether the folders of rushes.store.root and rushes.work.root exist and can be read.");
    }

    private static DataSize free(List<Path> folders) throws IOException {
        long free = Long.MAX_VALUE;
        for (Path folder : folders) {
            free = Math.min(free, Files.getFileStore(folder).getUsableSpace());
        }
        return DataSize.ofBytes(free);
    }

    static Finding disk(List<Path> folders, DataSize free, DataSize scarce, DataSize least) {
        String where = folders.stream().map(Path::toString).distinct().collect(Collectors.joining(" and "));
        String room = "%.1f GB".formatted(free.toBytes() / 1e9);
        String more =
                "Make room, or move rushes.store.root or rushes.work.root to a larger disk. Retention frees room by itself.";
        if (free.compareTo(least) < 0) {
            return Finding.broken("Expected room for films, but only " + room + " are free at " + where + ".", more);
        }
        return free.compareTo(scarce) < 0
                ? Finding.warning("Only " + room + " are free at " + where + ".", more)
                : Finding.ok(room + " are free at " + where + ".");
    }
}
