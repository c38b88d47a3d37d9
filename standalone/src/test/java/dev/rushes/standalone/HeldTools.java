package dev.rushes.standalone;

import dev.rushes.media.ffmpeg.FfmpegBinaries;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The real ffmpeg and ffprobe behind scripts that write down every start and, when asked to, freeze one run in the middle of its work, so
 * that a test can pull the plug exactly there; or let runs fail.
 */
final class HeldTools {
    private final Path folder;

    private HeldTools(Path folder) {
        this.folder = folder;
    }

    /** @param folder a new folder for the scripts and their notes */
    static HeldTools in(Path folder, FfmpegBinaries real) throws IOException {
        Files.createDirectories(folder);
        for (Path tool : List.of(real.ffmpeg(), real.ffprobe())) {
            script(folder.resolve(tool.getFileName().toString()), real.environment(), tool, folder);
        }
        return new HeldTools(folder);
    }

    private static void script(Path file, Map<String, String> environment, Path tool, Path folder) throws IOException {
        String exports = environment.entrySet().stream()
                .map(entry -> "export " + entry.getKey() + "='" + entry.getValue() + "'\n")
                .collect(Collectors.joining());
        Files.writeString(file, "#!/bin/sh\n" + exports + """
                echo "%1$s $*" >> '%3$s/starts'
                if [ -s '%3$s/break' ] && echo "%1$s $*" | grep -q -E -f '%3$s/break'; then
                  echo 'Conversion failed!' >&2
                  exit 1
                fi
                if [ -s '%3$s/hold' ] && [ ! -e '%3$s/held' ] && echo "%1$s $*" | grep -q -E -f '%3$s/hold'; then
                  '%2$s' "$@" &
                  sleep 0.05
                  kill -STOP $!
                  touch '%3$s/held'
                  wait
                  exec sleep 600
                fi
                exec '%2$s' "$@"
                """.formatted(tool.getFileName(), tool, folder));
        if (!file.toFile().setExecutable(true)) {
            throw new IOException("Expected to make " + file + " executable");
        }
    }

    /** Where a program has to look for its tools. */
    Path folder() {
        return folder;
    }

    /** Freezes the first run whose tool and arguments match, from now on. */
    void hold(String pattern) throws IOException {
        Files.writeString(folder.resolve("hold"), pattern);
    }

    /** Lets every run fail whose tool and arguments match, from now on. */
    void breakDown(String pattern) throws IOException {
        Files.writeString(folder.resolve("break"), pattern);
    }

    /** Lets no run fail any more. */
    void mend() throws IOException {
        Files.deleteIfExists(folder.resolve("break"));
    }

    boolean holds() {
        return Files.exists(folder.resolve("held"));
    }

    /** Freezes nothing any more, and forgets all starts. */
    void reset() throws IOException {
        for (String note : List.of("starts", "hold", "held")) {
            Files.deleteIfExists(folder.resolve(note));
        }
    }

    /** Freezes nothing any more. */
    void letGo() throws IOException {
        Files.deleteIfExists(folder.resolve("hold"));
    }

    /**
     * How often each run was started. A run is its tool and its arguments, where a scratch folder goes by the name of its stage, and a fetched
     * object by its own name; questions for the version do not count.
     */
    Map<String, Long> starts() throws IOException {
        if (!Files.exists(folder.resolve("starts"))) {
            return Map.of();
        }
        try (Stream<String> lines = Files.lines(folder.resolve("starts"))) {
            return lines.filter(line -> !line.endsWith(" -version"))
                    .map(line -> line.replaceAll("(?:/[^/ ]+)+/(upload|split|analysis|render)-[^/ ]+/", "$1/")
                            .replaceAll("/[0-9a-f]{12}-", "/"))
                    .collect(Collectors.groupingBy(line -> line, Collectors.counting()));
        }
    }
}
