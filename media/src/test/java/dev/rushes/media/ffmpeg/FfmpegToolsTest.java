package dev.rushes.media.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.rushes.media.testkit.MediaFixture;
import dev.rushes.runtime.process.BoundedProcess;
import dev.rushes.runtime.process.OutputReader;
import dev.rushes.runtime.process.ProcessCommand;
import dev.rushes.runtime.process.ProcessEnd;
import dev.rushes.runtime.process.ProcessLimits;
import dev.rushes.runtime.stage.StageFailure;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.unit.DataSize;

class FfmpegToolsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    private final BoundedProcess processes = new BoundedProcess(new SimpleMeterRegistry());

    @Test
    void unpacksTheBundledBuildOnceAndRepairsIt() throws IOException {
        Path unpacked = BundledFfmpeg.unpack(folder).orElseThrow();
        Path program = unpacked.resolve("ffprobe");
        assertThat(program).isExecutable();
        long inode = inode(program);

        assertThat(BundledFfmpeg.unpack(folder)).contains(unpacked);
        assertThat(inode(program)).isEqualTo(inode);

        Files.writeString(program, "damaged");
        assertThat(BundledFfmpeg.unpack(folder)).contains(unpacked);
        assertThat(Files.size(program)).isGreaterThan(100_000);
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left.map(path -> path.getFileName().toString()))
                    .noneMatch(name -> name.startsWith(".unpacking"));
        }
    }

    @Test
    void standInsForAllDeviceLibrariesLetTheBundledBuildStartWithoutComplaint() throws IOException {
        Path unpacked = BundledFfmpeg.unpack(folder).orElseThrow();
        Path stubs = Files.createDirectory(folder.resolve("stubs"));
        for (String library : List.of("libpulse.so.0", "libasound.so.2", "libxcb.so.1", "libxcb-shm.so.0")) {
            assertThat(DeviceStubs.canStandIn(library)).isTrue();
            DeviceStubs.write(stubs, library, BundledFfmpeg.machine());
        }

        // First on the path, so that they are taken instead of whatever this machine has.
        ProcessEnd<Long> end = processes
                .run(
                        new ProcessCommand(
                                "ffmpeg",
                                "test",
                                List.of(
                                        unpacked.resolve("ffmpeg").toString(),
                                        "-v",
                                        "warning",
                                        "-f",
                                        "lavfi",
                                        "-i",
                                        "testsrc2=d=0.2",
                                        "-c:v",
                                        "libx264",
                                        "-f",
                                        "null",
                                        "-"),
                                folder,
                                Map.of("LD_LIBRARY_PATH", stubs + File.pathSeparator + unpacked),
                                new ProcessLimits(
                                        PATIENCE, PATIENCE, DataSize.ofGigabytes(2), DataSize.ofMegabytes(1), 64)),
                        OutputReader.discard())
                .blockOptional(PATIENCE)
                .orElseThrow();

        assertThat(end).isInstanceOf(ProcessEnd.Finished.class);
        assertThat(end.usage().complaints()).isEmpty();
    }

    @Test
    void recognizesWhichLibraryIsMissing() {
        assertThat(DeviceStubs.missingLibrary("./ffmpeg: error while loading shared libraries: libpulse.so.0: "
                        + "cannot open shared object file: No such file or directory"))
                .contains("libpulse.so.0");
        assertThat(DeviceStubs.canStandIn("libc.so.6")).isFalse();
        assertThat(DeviceStubs.missingLibrary("something else")).isEmpty();
    }

    @Test
    void writesAStandInWhenTheProgramMissesALibrary() throws IOException {
        Path programs = folder.resolve("bundled-fake");
        Files.createDirectories(programs);
        for (String name : List.of("ffmpeg", "ffprobe")) {
            Path script = Files.writeString(programs.resolve(name), """
                    #!/bin/sh
                    for lib in libpulse.so.0 libasound.so.2; do
                      if [ ! -s "$(dirname "$0")-stubs/$lib" ]; then
                        echo "$0: error while loading shared libraries: $lib: cannot open shared object file: No such file" >&2
                        exit 127
                      fi
                    done
                    echo "ffmpeg version 8.0.1 --enable-libx264"
                    """);
            assertThat(script.toFile().setExecutable(true)).isTrue();
        }

        FfmpegBinaries found =
                tools(null).withStandIns(programs).blockOptional(PATIENCE).orElseThrow();

        assertThat(found.origin()).isEqualTo("bundled");
        assertThat(folder.resolve("bundled-fake-stubs").resolve("libasound.so.2"))
                .isNotEmptyFile();
    }

    @Test
    void takesTheFolderOfTheSettingsOrSaysWhatToDo() {
        FfmpegTools tools = tools(folder);

        StageFailure failure =
                catchThrowableOfType(StageFailure.class, () -> tools.locate().block(PATIENCE));

        assertThat(failure.failure().code()).isEqualTo(MediaFailure.TOOL_MISSING);
        assertThat(failure.failure().message())
                .startsWith("Expected ")
                .contains("Install")
                .contains("rushes.ffmpeg.path");
    }

    @Test
    void judgesBuildsByTheirBanner() {
        String x264 = " Copyright\nconfiguration: --enable-gpl --enable-libx264";
        assertThat(FfmpegVersion.isGoodEnough("ffmpeg version 8.0.1" + x264)).isTrue();
        assertThat(FfmpegVersion.isGoodEnough("ffmpeg version n7.1" + x264)).isTrue();
        assertThat(FfmpegVersion.isGoodEnough("ffmpeg version N-117000-g1234" + x264))
                .isTrue();
        assertThat(FfmpegVersion.isGoodEnough("ffmpeg version 5.1.9-0+deb12u1" + x264))
                .isFalse();
        assertThat(FfmpegVersion.isGoodEnough("ffmpeg version 7.1 Copyright")).isFalse();
        assertThat(FfmpegVersion.isGoodEnough("")).isFalse();
    }

    private FfmpegTools tools(@Nullable Path path) {
        FfmpegSettings plain = MediaFixture.settings();
        FfmpegSettings settings = new FfmpegSettings(
                path,
                folder.toString(),
                1,
                plain.maxPixels(),
                plain.maxStreams(),
                plain.maxAllocation(),
                plain.wall(),
                plain.cpu(),
                plain.memory(),
                plain.output(),
                plain.probeTime());
        return new FfmpegTools(settings, processes);
    }

    private static long inode(Path file) throws IOException {
        return (Long) Files.getAttribute(file, "unix:ino");
    }
}
