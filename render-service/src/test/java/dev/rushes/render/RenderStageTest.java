package dev.rushes.render;

import static dev.rushes.render.Footage.arguments;
import static dev.rushes.render.Footage.bursts;
import static dev.rushes.render.Footage.generated;
import static dev.rushes.render.Footage.numbered;
import static dev.rushes.render.RenderBench.job;
import static dev.rushes.render.RenderBench.options;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import dev.rushes.media.ffmpeg.FfmpegBinaries;
import dev.rushes.media.ffmpeg.MediaFailure;
import dev.rushes.media.store.JobKeys;
import dev.rushes.media.store.ObjectStore;
import dev.rushes.media.value.MediaInfo;
import dev.rushes.media.value.Rational;
import dev.rushes.media.value.StoredObject;
import dev.rushes.render.domain.Film;
import dev.rushes.render.domain.FinishedRender;
import dev.rushes.render.domain.RenderRequest;
import dev.rushes.runtime.stage.JobOptions;
import dev.rushes.runtime.stage.JobOptions.FilmFormat;
import dev.rushes.runtime.stage.JobTicket;
import dev.rushes.runtime.stage.Outcome;
import dev.rushes.runtime.stage.StageFailure;
import dev.rushes.runtime.stage.StageProgress;
import dev.rushes.runtime.testkit.RecordingContext;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.Disposable;
import reactor.test.StepVerifier;

class RenderStageTest {
    private static final JobOptions MP4 = options(FilmFormat.MP4, 720);

    @TempDir
    Path root;

    private RenderBench bench;

    @BeforeEach
    void open() throws IOException {
        bench = new RenderBench(root, Map.of());
    }

    static Stream<Arguments> kindsOfFootage() {
        List<String> x264 = List.of("-c:v", "libx264", "-preset", "veryfast", "-c:a", "aac");
        return Stream.of(
                Arguments.of("pictures out of order", "f.mp4", List.of(x264, List.of("-bf", "3", "-g", "50"))),
                Arguments.of(
                        "open groups of pictures, no index, a clock that does not begin at 0",
                        "f.ts",
                        List.of(x264, List.of("-bf", "3", "-x264-params", "open-gop=1:keyint=40:scenecut=0", "-an"))),
                Arguments.of(
                        "a clock that begins at 5 s", "f.mp4", List.of(x264, List.of("-output_ts_offset", "5", "-an"))),
                Arguments.of(
                        "a program stream",
                        "f.mpg",
                        List.of(List.of("-c:v", "mpeg2video", "-bf", "2", "-g", "15", "-q:v", "3", "-c:a", "mp2"))),
                Arguments.of(
                        "times rounded to milliseconds",
                        "f.webm",
                        List.of(List.of(
                                "-c:v", "libvpx", "-deadline", "realtime", "-cpu-used", "8", "-c:a", "libopus"))),
                Arguments.of("Flash", "f.flv", List.of(x264, List.of("-g", "50", "-an"))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("kindsOfFootage")
    void theFilmShowsExactlyThePicturesOfItsClips(String what, String name, List<List<String>> codecs)
            throws IOException {
        // given footage whose pictures carry their number
        List<List<String>> parts = new ArrayList<>(List.of(numbered(16), bursts(16)));
        parts.addAll(codecs);
        parts.add(List.of(name));
        Path footage = bench.footage(arguments(parts.toArray(List[]::new)));
        RecordingContext<FinishedRender> job = job(MP4);

        // when a film is made of four stretches of it
        Film film = bench.film(
                bench.request(job.ticket(), footage, "0/25-15/25", "33/25-50/25", "176/25-200/25", "13/1-331/25"), job);

        // then it has these pictures and no others
        List<Integer> expected = Stream.of(
                        IntStream.range(0, 15),
                        IntStream.range(33, 50),
                        IntStream.range(176, 200),
                        IntStream.range(325, 331))
                .flatMapToInt(range -> range)
                .boxed()
                .toList();
        assertThat(bench.numbers(bench.file(film))).as(what).isEqualTo(expected);
        assertThat(film.duration().toDouble()).isCloseTo(62 / 25.0, within(0.03));
        assertThat(film.width()).isEqualTo(320);
        assertThat(film.height()).isEqualTo(64);
    }

    @Test
    void soundStaysWithItsPictures() throws IOException {
        // given a burst of sound at every half second
        Path footage = bench.footage(arguments(
                numbered(12), bursts(12), List.of("-c:v", "libx264", "-preset", "veryfast", "-c:a", "aac", "f.mp4")));
        RecordingContext<FinishedRender> job = job(MP4);

        // when clips begin 0.24 s and 0.4 s before one
        Film film = bench.film(bench.request(job.ticket(), footage, "126/100-226/100", "71/10-81/10"), job);

        // then they are heard exactly there
        Path file = bench.file(film);
        assertThat(onsets(bench.samples(file))).hasSize(4).satisfies(onsets -> {
            double[] expected = {0.24, 0.74, 1.4, 1.9};
            for (int burst = 0; burst < expected.length; burst++) {
                assertThat(onsets.get(burst)).isCloseTo(expected[burst], within(0.005));
            }
        });
        assertThat(film.sound()).isTrue();
        assertThat(bench.look(file).audio().orElseThrow().sampleRate()).isEqualTo(48_000);
        assertThat(bench.look(file).audio().orElseThrow().channels()).isEqualTo(2);
        // and sound and picture end together, up to the last frame of the codec
        assertThat(bench.samples(file).length / 48_000.0)
                .isCloseTo(bench.numbers(file).size() / 25.0, within(0.022));
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"f.ts", "f.flv", "f.mkv"})
    void soundStaysWithItsPicturesWhereTheirClocksBeginApart(String name) throws IOException {
        // given containers in which the codec's first, empty frame of sound lies before the first picture
        Path footage = bench.footage(arguments(
                numbered(12), bursts(12), List.of("-c:v", "libx264", "-preset", "veryfast", "-c:a", "aac", name)));
        RecordingContext<FinishedRender> job = job(MP4);

        Film film = bench.film(bench.request(job.ticket(), footage, "126/100-226/100", "71/10-81/10"), job);

        // then each burst is heard while the picture of its half second is shown, give or take one
        List<Integer> numbers = bench.numbers(bench.file(film));
        List<Double> onsets = onsets(bench.samples(bench.file(film)));
        assertThat(onsets).hasSize(4).allSatisfy(onset -> {
            double shown = numbers.get((int) (onset * 25)) / 25.0;
            assertThat(shown).isCloseTo(Math.round(shown * 2) / 2.0, within(0.0601));
        });
    }

    @Test
    void monoIsAsLoudAsBefore() throws IOException {
        Path footage = bench.footage(arguments(
                generated("sine=frequency=440:duration=4,volume=volume=0.5/0.125"), List.of("-c:a", "flac", "f.flac")));
        RecordingContext<FinishedRender> job = job(MP4);

        Film film = bench.film(bench.request(job.ticket(), footage, "1/1-2/1"), job);

        assertThat(peak(bench.samples(bench.file(film)))).isCloseTo(0.5, within(0.03));
    }

    @Test
    void joinsDoNotClick() throws IOException {
        // given a loud low tone, cut where it stands at its peak
        Path footage = bench.footage(arguments(
                generated("aevalsrc=exprs='0.8*cos(2*PI*50*t)':s=48000:d=6"), List.of("-c:a", "flac", "f.flac")));
        RecordingContext<FinishedRender> job = job(MP4);

        Film film = bench.film(bench.request(job.ticket(), footage, "1/1-2/1", "301/100-401/100"), job);

        // then the level goes through silence at the join: no step from one sample to the next is larger than the
        // tone's own
        short[] samples = bench.samples(bench.file(film));
        double steepest = 0;
        for (int sample = 1; sample < samples.length; sample++) {
            steepest = Math.max(steepest, Math.abs(samples[sample] - samples[sample - 1]) / 32768.0);
        }
        assertThat(steepest).isLessThan(0.8 * 2 * Math.PI * 50 / 48_000 * 4);
    }

    @Test
    void footageThatLiesOnItsSideIsShownUprightOnce() throws IOException {
        // given pictures that are white above and black below when turned clockwise by a quarter, and a note to do so
        Path lying = bench.footage(arguments(
                generated("color=c=black:s=160x320:r=25:d=2,drawbox=w=160:h=160:c=white:t=fill,transpose=cclock"),
                List.of("-c:v", "libx264", "-preset", "veryfast", "lying.mp4")));
        Path footage = bench.footage("-display_rotation", "270", "-i", "file:" + lying, "-c", "copy", "f.mp4");
        RecordingContext<FinishedRender> job = job(MP4);

        Film film = bench.film(bench.request(job.ticket(), footage, "0/1-1/1"), job);

        Path file = bench.file(film);
        MediaInfo info = bench.look(file);
        assertThat(info.video().orElseThrow().rotation()).isZero();
        assertThat(film.width()).isEqualTo(160);
        assertThat(film.height()).isEqualTo(320);
        byte[] halves = bench.decode(file, "-vf", "scale=1:2:flags=area,format=gray", "-f", "rawvideo");
        assertThat(Byte.toUnsignedInt(halves[0])).isGreaterThan(200);
        assertThat(Byte.toUnsignedInt(halves[1])).isLessThan(50);
    }

    @Test
    void oddSizesBecomeEvenAndNothingIsScaledUp() throws IOException {
        Path footage = bench.footage(arguments(
                generated("testsrc2=s=321x241:r=25:d=2"),
                List.of("-c:v", "libvpx", "-deadline", "realtime", "-cpu-used", "8", "f.webm")));
        RecordingContext<FinishedRender> job = job(options(FilmFormat.MP4, 1080));

        Film film = bench.film(bench.request(job.ticket(), footage, "0/1-1/1"), job);

        assertThat(film.width()).isEqualTo(320);
        assertThat(film.height()).isEqualTo(240);
        assertThat(film.sound()).isFalse();
        assertThat(bench.look(bench.file(film)).audio()).isEmpty();
    }

    @Test
    void largeFootageIsScaledDownToSquarePixels() throws IOException {
        Path footage = bench.footage(arguments(
                generated("testsrc2=s=1440x1080:r=25:d=1,setsar=4/3"),
                List.of("-c:v", "libx264", "-preset", "ultrafast", "f.mp4")));
        RecordingContext<FinishedRender> job = job(options(FilmFormat.MP4, 480));

        Film film = bench.film(bench.request(job.ticket(), footage, "0/1-1/1"), job);

        assertThat(film.width()).isEqualTo(854);
        assertThat(film.height()).isEqualTo(480);
        assertThat(bench.look(bench.file(film)).video().orElseThrow().pixelAspect())
                .isEqualTo(Rational.of(1, 1));
    }

    @Test
    void webmHoldsVp9AndOpus() throws IOException {
        Path footage = bench.footage(arguments(
                numbered(6), bursts(6), List.of("-c:v", "libx264", "-preset", "veryfast", "-c:a", "aac", "f.mp4")));
        RecordingContext<FinishedRender> job = job(options(FilmFormat.WEBM, 480));

        Film film = bench.film(bench.request(job.ticket(), footage, "1/1-2/1", "3/1-7/2"), job);

        Path file = bench.file(film);
        MediaInfo info = bench.look(file);
        assertThat(info.video().orElseThrow().codec()).isEqualTo("vp9");
        assertThat(info.audio().orElseThrow().codec()).isEqualTo("opus");
        assertThat(film.object().contentType()).isEqualTo("video/webm");
        assertThat(film.object().key()).endsWith("/renders/film.webm");
        List<Integer> expected = Stream.of(IntStream.range(25, 50), IntStream.range(75, 88))
                .flatMapToInt(range -> range)
                .boxed()
                .toList();
        // 3.5 s lies between two pictures: the clip of 12.5 pictures has 13
        assertThat(bench.numbers(file)).isEqualTo(expected);
    }

    @Test
    void aGifIsSmallAndSilent() throws IOException {
        Path footage = bench.footage(arguments(
                generated("testsrc2=s=1280x720:r=30:d=4"),
                bursts(4),
                List.of("-c:v", "libx264", "-preset", "ultrafast", "-c:a", "aac", "f.mp4")));
        RecordingContext<FinishedRender> job = job(options(FilmFormat.GIF, 720));

        Film film = bench.film(bench.request(job.ticket(), footage, "0/1-1/1", "2/1-3/1"), job);

        assertThat(film.object().contentType()).isEqualTo("image/gif");
        assertThat(film.width()).isEqualTo(480);
        assertThat(film.height()).isEqualTo(270);
        assertThat(film.sound()).isFalse();
        assertThat(film.duration().toDouble()).isCloseTo(2, within(0.1));
    }

    @Test
    void soundAloneGetsADrawing() throws IOException {
        Path footage = bench.footage(
                arguments(generated("sine=frequency=440:duration=6"), List.of("-c:a", "libmp3lame", "f.mp3")));
        RecordingContext<FinishedRender> job = job(options(FilmFormat.MP4, 480));

        Film film = bench.film(bench.request(job.ticket(), footage, "1/1-2/1", "3/1-4/1"), job);

        Path file = bench.file(film);
        assertThat(film.sound()).isTrue();
        assertThat(film.height()).isEqualTo(480);
        assertThat(bench.look(file).video()).isPresent();
        assertThat(bench.numbers(file)).hasSize(50);
        assertThat(bench.samples(file).length / 48_000.0).isCloseTo(2, within(0.022));
    }

    @Test
    void whereNoPictureDecodesTheFilmIsBlackAndGoesOn() throws IOException {
        // given pictures for 4 s and sound for 12 s
        Path footage = bench.footage(arguments(
                numbered(4), bursts(12), List.of("-c:v", "libx264", "-preset", "veryfast", "-c:a", "aac", "f.mp4")));
        RecordingContext<FinishedRender> job = job(MP4);

        Film film = bench.film(bench.request(job.ticket(), footage, "1/1-2/1", "8/1-9/1"), job);

        Path file = bench.file(film);
        List<Integer> numbers = bench.numbers(file);
        assertThat(numbers).hasSize(50);
        assertThat(numbers.subList(0, 25))
                .isEqualTo(IntStream.range(25, 50).boxed().toList());
        assertThat(numbers.subList(25, 50)).containsOnly(0);
        assertThat(onsets(bench.samples(file))).hasSizeGreaterThanOrEqualTo(3);
        assertThat(job.notes()).singleElement().asString().contains("WARNING", "8.00 s");
    }

    @Test
    void footageThatChangesItsSizeMidwayIsShownInOneSize() throws IOException {
        // given two transport streams of different size, one after the other in one file
        Path first = bench.footage(arguments(
                generated("testsrc2=s=640x360:r=25:d=4"), List.of("-c:v", "libx264", "-preset", "ultrafast", "a.ts")));
        Path second = bench.footage(arguments(
                generated("testsrc2=s=320x180:r=25:d=4"),
                List.of("-c:v", "libx264", "-preset", "ultrafast", "-output_ts_offset", "4", "b.ts")));
        Path footage = root.resolve("f.ts");
        Files.write(footage, Files.readAllBytes(first));
        Files.write(footage, Files.readAllBytes(second), java.nio.file.StandardOpenOption.APPEND);
        RecordingContext<FinishedRender> job = job(MP4);

        Film film = bench.film(bench.request(job.ticket(), footage, "1/1-7/1"), job);

        assertThat(bench.numbers(bench.file(film))).hasSize(150);
        assertThat(film.width()).isEqualTo(640);
    }

    @Test
    void progressNeverStepsBackAndEndsAtTheEnd() throws IOException {
        Path footage =
                bench.footage(arguments(numbered(8), List.of("-c:v", "libx264", "-preset", "veryfast", "f.mp4")));
        RecordingContext<FinishedRender> job = job(MP4);

        Film film = bench.film(bench.request(job.ticket(), footage, "1/1-2/1", "4/1-6/1"), job);

        assertThat(job.progress())
                .extracting(StageProgress::done)
                .isSorted()
                .last()
                .isEqualTo(3.0);
        assertThat(job.progress())
                .allSatisfy(report -> assertThat(report.unit()).isEqualTo("seconds"));
        assertThat(film.duration()).isEqualTo(Rational.of(3, 1));
    }

    @Test
    void aFilmThatHasBeenMadeIsAnnouncedAgainWithoutATool() throws IOException {
        Path footage =
                bench.footage(arguments(numbered(4), List.of("-c:v", "libx264", "-preset", "veryfast", "f.mp4")));
        RecordingContext<FinishedRender> job = job(MP4);
        RenderRequest request = bench.request(job.ticket(), footage, "1/1-2/1");
        Film film = bench.film(request, job);
        double starts = bench.starts();

        Outcome<FinishedRender> again = bench.render(request, job);

        assertThat(again).isEqualTo(Outcome.repeated(List.of(new FinishedRender(List.of(film)))));
        assertThat(bench.starts()).isEqualTo(starts);
    }

    @Test
    void anotherCutOrALostFilmIsMadeAgain() throws IOException {
        Path footage =
                bench.footage(arguments(numbered(4), List.of("-c:v", "libx264", "-preset", "veryfast", "f.mp4")));
        RecordingContext<FinishedRender> job = job(MP4);
        RenderRequest request = bench.request(job.ticket(), footage, "1/1-2/1");
        Film film = bench.film(request, job);

        // when the film is lost
        var lost = StepVerifier.create(bench.store.delete(film.object().key())).verifyComplete();
        assertThat(bench.film(request, job).duration()).isEqualTo(Rational.of(1, 1));

        // when the cut is another
        RenderRequest other = bench.request(job.ticket(), footage, "1/1-3/1");
        assertThat(bench.film(other, job).duration()).isEqualTo(Rational.of(2, 1));
    }

    @Test
    void aRenderThatWasKilledEncodesOnlyTheClipsThatWereNotDone() throws Exception {
        // given a film of three clips, and an encoder that never ends the third
        Path footage = bench.footage(
                arguments(numbered(8), bursts(8), List.of("-c:v", "libx264", "-preset", "veryfast", "f.mp4")));
        RenderBench killed = new RenderBench(root.resolve("killed"), Map.of(), Optional.of(stuckAt("segment-00002")));
        RecordingContext<FinishedRender> job = job(MP4);
        RenderRequest request = killed.request(job.ticket(), footage, "1/1-2/1", "3/1-4/1", "5/1-6/1");

        // when it ends in the middle of the third
        Disposable running = killed.stage.handle(request, job).subscribe(film -> {}, error -> {});
        await().atMost(Duration.ofMinutes(1)).until(() -> Files.exists(root.resolve("stuck")));
        running.dispose();

        // then another try, with a tool that works, starts it for the two finished clips no more
        RenderBench healthy = new RenderBench(root.resolve("killed"), Map.of());
        Film film = healthy.film(request, job);
        RenderBench undisturbed = new RenderBench(root.resolve("undisturbed"), Map.of());
        RenderRequest same = undisturbed.request(job.ticket(), footage, "1/1-2/1", "3/1-4/1", "5/1-6/1");
        double before = undisturbed.starts();
        Film _ = undisturbed.film(same, job(MP4));
        assertThat(healthy.starts()).isEqualTo(undisturbed.starts() - before - 2);
        assertThat(healthy.numbers(healthy.file(film)))
                .isEqualTo(IntStream.of(25, 75, 125)
                        .flatMap(first -> IntStream.range(first, first + 25))
                        .boxed()
                        .toList());
        // and nothing of the making is left
        assertThat(healthy.parts()).isEmpty();
    }

    @Test
    void aCancelledRenderLeavesNoProcessAndNoFile() throws Exception {
        // given a render that takes long
        Path footage = bench.footage(arguments(
                generated("testsrc2=s=640x360:r=25:d=60"),
                List.of("-c:v", "libx264", "-preset", "ultrafast", "f.mp4")));
        RenderBench slow = new RenderBench(root.resolve("slow"), Map.of("rushes.render.preset", "veryslow"));
        RecordingContext<FinishedRender> job = job(MP4);
        RenderRequest request = slow.request(job.ticket(), footage, "0/1-60/1");
        CompletableFuture<StageProgress> encoding = new CompletableFuture<>();

        // when it is cancelled in the middle
        Disposable running = slow.stage
                .handle(request, new ProgressWatcher(job.ticket(), encoding::complete))
                .subscribe(outcome -> {}, encoding::completeExceptionally);
        assertThat(encoding).succeedsWithin(Duration.ofMinutes(2));
        List<ProcessHandle> processes = ProcessHandle.current().descendants().toList();
        assertThat(processes).isNotEmpty();
        running.dispose();

        // then everything it started is gone within a second
        for (ProcessHandle process : processes) {
            assertThat(process.onExit()).succeedsWithin(Duration.ofSeconds(1));
        }
        ObjectStore store = slow.store;
        JobKeys keys = keys(job.ticket());
        assertThat(RenderBench.await(store.find(keys.renderManifest()))).isEmpty();
        assertThat(RenderBench.await(store.find(keys.render("film", "mp4")))).isEmpty();
        long deadline = System.nanoTime() + Duration.ofSeconds(5).toNanos();
        while (!slow.leftovers().isEmpty() && System.nanoTime() < deadline) {
            LockSupport.parkNanos(2_000_000);
        }
        assertThat(slow.leftovers()).isEmpty();
    }

    @Test
    void aToolThatWritesSomethingElseAndEndsWellIsNotBelieved() throws IOException {
        // given an ffmpeg that writes a small but whole film, whatever it is asked for
        Path footage =
                bench.footage(arguments(numbered(4), List.of("-c:v", "libx264", "-preset", "veryfast", "f.mp4")));
        Path wrong = bench.footage(arguments(
                generated("testsrc2=s=64x64:r=25:d=9"),
                List.of("-c:v", "libx264", "-preset", "ultrafast", "wrong.mp4")));
        RenderBench lied = new RenderBench(root.resolve("lied"), Map.of(), Optional.of(fakes(wrong)));
        RecordingContext<FinishedRender> job = job(MP4);
        RenderRequest request = lied.request(job.ticket(), footage, "1/1-2/1");

        var took = StepVerifier.create(lied.stage.handle(request, job))
                .expectErrorSatisfies(error -> {
                    StageFailure failure = (StageFailure) error;
                    assertThat(failure.failure().code()).isEqualTo(MediaFailure.TOOL_FAILED);
                    assertThat(failure.failure().message()).contains("320 × 64", "1.000 s, not 9.000 s");
                })
                .verify(Duration.ofMinutes(1));

        assertThat(RenderBench.await(lied.store.find(keys(job.ticket()).render("film", "mp4"))))
                .isEmpty();
        assertThat(RenderBench.await(lied.store.find(keys(job.ticket()).renderManifest())))
                .isEmpty();
        assertThat(lied.leftovers()).isEmpty();
        // and what it wrote is not taken for encoded by the next try
        assertThat(lied.parts()).isEmpty();
    }

    @Test
    void aTimelineThatSaysNothingOfTheKindIsOurFault() throws IOException {
        Path footage =
                bench.footage(arguments(numbered(1), List.of("-c:v", "libx264", "-preset", "veryfast", "f.mp4")));
        RecordingContext<FinishedRender> job = job(MP4);
        RenderRequest request = bench.request(job.ticket(), footage, "0/1-1/1");
        StoredObject broken = RenderBench.await(bench.store.put(
                keys(job.ticket()).timeline(),
                "{\"version\": 7}".getBytes(StandardCharsets.UTF_8),
                "application/json"));

        var took = StepVerifier.create(
                        bench.stage.handle(new RenderRequest(broken, request.media(), request.info()), job))
                .expectErrorSatisfies(
                        error -> assertThat(((StageFailure) error).failure().code())
                                .isEqualTo(RenderFailure.TIMELINE_UNREADABLE))
                .verify(Duration.ofMinutes(1));
    }

    @Test
    void aCutThatIsTooLongFailsTheJobBeforeAnyWork() throws IOException {
        Path footage =
                bench.footage(arguments(numbered(1), List.of("-c:v", "libx264", "-preset", "veryfast", "f.mp4")));
        RecordingContext<FinishedRender> job = job(MP4);
        RenderRequest request = bench.request(job.ticket(), footage, "0/1-4000/1");
        double starts = bench.starts();

        Outcome<FinishedRender> outcome = bench.render(request, job);

        assertThat(outcome).isInstanceOfSatisfying(Outcome.Failed.class, failed -> assertThat(
                        failed.failure().code())
                .isEqualTo(RenderFailure.FILM_TOO_LONG));
        assertThat(bench.starts()).isEqualTo(starts);
    }

    /** A folder with an ffmpeg that copies a file over every output, and a true ffprobe. */
    private Path fakes(Path wrong) throws IOException {
        // Decoding (to a pipe or to nowhere) stays honest, so that the probe can tell what was written.
        return fakes("fakes", """
                for last; do :; done
                case "$last" in
                  file:*) cp '%s' "${last#file:}"; echo progress=end ;;
                  *) exec '%s' "$@" ;;
                esac
                """.formatted(wrong, bench.binaries().ffmpeg()));
    }

    /** The real tools, but for the run whose arguments hold a text: that one says so and never ends. */
    private Path stuckAt(String text) throws IOException {
        return fakes("stuck-tools", """
                case "$*" in
                  *'%s'*) touch '%s'; exec sleep 600 ;;
                  *) exec '%s' "$@" ;;
                esac
                """.formatted(
                        text, root.resolve("stuck"), bench.binaries().ffmpeg()));
    }

    private Path fakes(String name, String ffmpeg) throws IOException {
        FfmpegBinaries real = bench.binaries();
        String environment = real.environment().entrySet().stream()
                .map(entry -> "export " + entry.getKey() + "='" + entry.getValue() + "'\n")
                .reduce("", String::concat);
        Path folder = Files.createDirectories(root.resolve(name));
        script(folder.resolve("ffmpeg"), environment + ffmpeg);
        script(folder.resolve("ffprobe"), environment + "exec '%s' \"$@\"\n".formatted(real.ffprobe()));
        return folder;
    }

    private static void script(Path file, String body) throws IOException {
        Files.writeString(file, "#!/bin/sh\n" + body);
        if (!file.toFile().setExecutable(true)) {
            throw new IOException("Expected to make " + file + " executable");
        }
    }

    private static final class ProgressWatcher extends RecordingContext<FinishedRender> {
        private final Consumer<StageProgress> watcher;

        ProgressWatcher(JobTicket ticket, Consumer<StageProgress> watcher) {
            super(ticket, 1);
            this.watcher = watcher;
        }

        @Override
        public void progress(StageProgress report) {
            watcher.accept(report);
        }
    }

    private static JobKeys keys(JobTicket ticket) {
        return new JobKeys(ticket.tenant(), ticket.jobId());
    }

    private static double peak(short[] samples) {
        double peak = 0;
        for (int sample = samples.length / 4; sample < samples.length * 3 / 4; sample++) {
            peak = Math.max(peak, Math.abs(samples[sample]) / 32768.0);
        }
        return peak;
    }

    /** Seconds at which sound sets in after at least a tenth of a second of silence. */
    private static List<Double> onsets(short[] samples) {
        List<Double> onsets = new ArrayList<>();
        int lastLoud = -48_000;
        for (int sample = 0; sample < samples.length; sample++) {
            if (Math.abs(samples[sample]) > 3000) {
                if (sample - lastLoud > 4_800) {
                    onsets.add(sample / 48_000.0);
                }
                lastLoud = sample;
            }
        }
        return onsets;
    }
}
