package dev.rushes.campaigns.dump;

import dev.rushes.campaigns.stub.Artifacts.Artifact;
import dev.rushes.campaigns.stub.EffectKey;
import dev.rushes.campaigns.stub.EffectLog;
import dev.rushes.campaigns.stub.StubService;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Reads what the services left in the folder of the run. */
public final class Folder {
    private final Path folder;

    public Folder(Path folder) {
        this.folder = folder;
    }

    public List<EffectLog.Line> lines() {
        List<EffectLog.Line> lines = new ArrayList<>();
        for (Path file : files(folder.resolve("effects"))) {
            text(file).lines().map(EffectLog.Line::of).forEach(lines::add);
        }
        return lines;
    }

    public Map<EffectKey, Artifact> artifacts() {
        Map<EffectKey, Artifact> artifacts = new HashMap<>();
        for (Path file : files(folder.resolve(StubService.ARTIFACTS))) {
            String name = file.getFileName().toString();
            if (!name.endsWith(".aside")) {
                artifacts.put(EffectKey.of(name), Artifact.of(text(file)));
            }
        }
        return artifacts;
    }

    /** The last sums that each worker wrote. */
    public Map<String, Map<String, Long>> meters() {
        Map<String, Map<String, Long>> meters = new HashMap<>();
        for (Path file : files(folder.resolve("meters"))) {
            Map<String, Long> last = new HashMap<>();
            text(file).lines().forEach(line -> {
                for (String sum : line.split(" ")) {
                    String[] parts = sum.split("=", 2);
                    last.put(parts[0], Long.valueOf(parts[1]));
                }
            });
            meters.put(file.getFileName().toString(), last);
        }
        return meters;
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException("Expected to read " + file + ", but could not", e);
        }
    }

    private static List<Path> files(Path folder) {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile).toList();
        } catch (IOException e) {
            throw new UncheckedIOException("Expected to read " + folder + ", but could not", e);
        }
    }
}
