package dev.rushes.media.ffmpeg;

import dev.rushes.runtime.process.BoundedProcess;
import dev.rushes.runtime.process.ProcessCommand;
import dev.rushes.runtime.process.ProcessEnd;
import dev.rushes.runtime.process.ProcessLimits;
import dev.rushes.runtime.stage.StageFailure;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.util.unit.DataSize;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Finds ffmpeg and ffprobe once: in the folder of the settings; else on the PATH, if both are there, new enough and able to write H.264;
 * else the bundled build, with stand-ins for device libraries that the machine lacks.
 */
public final class FfmpegTools {
    private static final Logger log = LoggerFactory.getLogger(FfmpegTools.class);
    private static final Duration FOREVER = Duration.ofMillis(Long.MAX_VALUE);
    private static final ProcessLimits LIMITS = new ProcessLimits(
            Duration.ofSeconds(20), Duration.ofSeconds(10), DataSize.ofGigabytes(2), DataSize.ofMegabytes(1), 64);

    private final FfmpegSettings settings;
    private final BoundedProcess processes;
    private final Mono<FfmpegBinaries> located;

    public FfmpegTools(FfmpegSettings settings, BoundedProcess processes) {
        this.settings = settings;
        this.processes = processes;
        this.located = Mono.defer(this::search)
                .doOnNext(found ->
                        log.info("Using ffmpeg {} ({})", FfmpegVersion.number(found.version()), found.origin()))
                .cache(found -> FOREVER, error -> Duration.ZERO, () -> Duration.ZERO);
    }

    /**
     * The programs, looked for when first asked and then remembered.
     *
     * @return errors with {@link MediaFailure#TOOL_MISSING}, which says what to install
     */
    public Mono<FfmpegBinaries> locate() {
        return located;
    }

    private Mono<FfmpegBinaries> search() {
        Optional<Path> chosen = settings.chosenFolder();
        if (chosen.isPresent()) {
            return pair(chosen.get(), Map.of(), "rushes.ffmpeg.path")
                    .switchIfEmpty(missing("the folder of rushes.ffmpeg.path holds no ffmpeg that works"));
        }
        return Flux.fromIterable(foldersOnPath())
                .concatMap(folder -> pair(folder, Map.of(), "PATH"))
                .filter(FfmpegTools::isGoodEnough)
                .next()
                .switchIfEmpty(Mono.defer(this::bundled));
    }

    private Mono<FfmpegBinaries> bundled() {
        return Mono.fromCallable(() -> BundledFfmpeg.unpack(settings.cacheFolder()))
                .subscribeOn(Schedulers.boundedElastic())
                .onErrorMap(
                        IOException.class,
                        failure -> missing("the bundled build could not be unpacked into " + settings.cache(), failure))
                .flatMap(Mono::justOrEmpty)
                .switchIfEmpty(missing("no build for this kind of machine is bundled"))
                .flatMap(this::withStandIns);
    }

    Mono<FfmpegBinaries> withStandIns(Path folder) {
        return withStandIns(folder, DeviceStubs.count());
    }

    /** Starts the bundled build; as long as it misses a device library, writes a stand-in and starts it again. */
    private Mono<FfmpegBinaries> withStandIns(Path folder, int triesLeft) {
        Path stubs = folder.resolveSibling(folder.getFileName() + "-stubs");
        Map<String, String> environment = Map.of("LD_LIBRARY_PATH", folder + File.pathSeparator + stubs);
        return version(folder.resolve("ffmpeg"), environment).flatMap(end -> {
            if (end instanceof ProcessEnd.Finished<String>(String version, var usage)) {
                return Mono.just(binaries(folder, environment, version, "bundled"));
            }
            Optional<String> library = DeviceStubs.missingLibrary(end.usage().complaints());
            if (triesLeft == 0 || library.filter(DeviceStubs::canStandIn).isEmpty()) {
                return missing("the bundled build does not start: " + describe(end));
            }
            return standIn(stubs, library.get()).then(Mono.defer(() -> withStandIns(folder, triesLeft - 1)));
        });
    }

    private static Mono<Void> standIn(Path stubs, String library) {
        return Mono.<Void>fromCallable(() -> {
                    Files.createDirectories(stubs);
                    DeviceStubs.write(stubs, library, BundledFfmpeg.machine());
                    return null;
                })
                .subscribeOn(Schedulers.boundedElastic());
    }

    /** The pair in a folder; empty if one is missing or does not start. */
    private Mono<FfmpegBinaries> pair(Path folder, Map<String, String> environment, String origin) {
        Path ffmpeg = folder.resolve("ffmpeg");
        if (!Files.isExecutable(ffmpeg) || !Files.isExecutable(folder.resolve("ffprobe"))) {
            return Mono.empty();
        }
        return version(ffmpeg, environment).flatMap(end -> switch (end) {
            case ProcessEnd.Finished<String>(String version, var usage) ->
                Mono.just(binaries(folder, environment, version, origin));
            default -> {
                log.warn("Passing over ffmpeg of {}: {}", origin, describe(end));
                yield Mono.empty();
            }
        });
    }

    private Mono<ProcessEnd<String>> version(Path ffmpeg, Map<String, String> environment) {
        Map<String, String> variables = new HashMap<>(environment);
        Path folder = ffmpeg.toAbsolutePath().resolveSibling("");
        ProcessCommand command = new ProcessCommand(
                "ffmpeg-version",
                "see whether it works",
                List.of(ffmpeg.toAbsolutePath().toString(), "-version"),
                folder,
                variables,
                LIMITS);
        return processes.run(command, stdout -> new String(stdout.readNBytes(64 * 1024), StandardCharsets.UTF_8));
    }

    private static FfmpegBinaries binaries(
            Path folder, Map<String, String> environment, String version, String origin) {
        Path absolute = folder.toAbsolutePath();
        return new FfmpegBinaries(
                absolute.resolve("ffmpeg"), absolute.resolve("ffprobe"), environment, version.strip(), origin);
    }

    private static boolean isGoodEnough(FfmpegBinaries found) {
        boolean good = FfmpegVersion.isGoodEnough(found.version());
        if (!good) {
            log.info("Passing over ffmpeg on the PATH: it is older than {} or lacks x264", FfmpegVersion.OLDEST);
        }
        return good;
    }

    private static List<Path> foldersOnPath() {
        String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
        return Arrays.stream(path.split(File.pathSeparator))
                .filter(folder -> folder.startsWith("/"))
                .map(Path::of)
                .distinct()
                .toList();
    }

    private static String describe(ProcessEnd<?> end) {
        return switch (end) {
            case ProcessEnd.NotStarted<?>(Throwable cause) -> String.valueOf(cause.getMessage());
            default ->
                end.usage().complaints().isEmpty()
                        ? end.toString()
                        : end.usage().complaints();
        };
    }

    private static <T> Mono<T> missing(String what) {
        return Mono.error(() -> missing(what, null));
    }

    private static StageFailure missing(String what, @Nullable Throwable cause) {
        return new StageFailure(
                MediaFailure.TOOL_MISSING,
                "Expected ffmpeg and ffprobe " + FfmpegVersion.OLDEST + " or newer with x264, but " + what
                        + ". Install ffmpeg and util-linux (for setsid), or set rushes.ffmpeg.path to a folder that has both.",
                cause);
    }
}
