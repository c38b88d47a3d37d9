package dev.rushes.split;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import dev.rushes.media.ffmpeg.MediaFailure;
import dev.rushes.media.store.JobKeys;
import dev.rushes.media.store.ListedObject;
import dev.rushes.media.store.ObjectStore;
import dev.rushes.media.testkit.Clip;
import dev.rushes.media.value.Rational;
import dev.rushes.media.value.StoredObject;
import dev.rushes.media.value.Track;
import dev.rushes.runtime.stage.CommonFailure;
import dev.rushes.runtime.stage.JobTicket;
import dev.rushes.runtime.stage.Lane;
import dev.rushes.runtime.stage.Outcome;
import dev.rushes.runtime.stage.StageContext;
import dev.rushes.runtime.stage.StageFailure;
import dev.rushes.runtime.stage.StageProgress;
import dev.rushes.runtime.testkit.RecordingContext;
import dev.rushes.split.domain.Chunk;
import dev.rushes.split.domain.Footage;
import dev.rushes.split.domain.SplitFact;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

class SplitStageTest {
    @TempDir
    Path folder;

    private SplitBench bench;
    private final JobTicket ticket = SplitBench.ticket(Duration.ofSeconds(2));
    private final RecordingContext<SplitFact> job = RecordingContext.firstTry(ticket);

    @BeforeEach
    void setUp() {
        bench = new SplitBench(folder);
    }

    @Test
    void announcesEachChunkAsItClosesAndConcludesWithTheNumbers() throws IOException {
        // given twelve seconds with a keyframe a second
        Footage footage = bench.stored(bench.media().footage().shots().file(), ticket);

        // when they are split into chunks of two seconds
        Outcome<SplitFact> outcome = bench.split(bench.stage(), footage, job);

        // then six video chunks come in order, then the audio track, then the conclusion
        assertThat(SplitBench.chunks(job).stream().map(Chunk::unit))
                .containsExactly(
                        "video-00000",
                        "video-00001",
                        "video-00002",
                        "video-00003",
                        "video-00004",
                        "video-00005",
                        "audio-00000");
        assertThat(SplitBench.chunks(job).getFirst().frames()).isEqualTo(50);
        assertThat(SplitBench.chunks(job).get(3).span().start()).isEqualTo(Rational.of(6, 1));
        SplitFact.Finished finished =
                (SplitFact.Finished) ((Outcome.Done<SplitFact>) outcome).facts().getFirst();
        assertThat(finished.videoChunks()).isEqualTo(6);
        assertThat(finished.footage()).isEqualTo(footage);

        // and progress counts pictures up to the last
        assertThat(job.progress().getLast().done()).isEqualTo(300);
        assertThat(job.progress().getLast().total()).isEqualTo(300);
        assertThat(Files.list(bench.media().workRoot()).flatMap(SplitStageTest::children))
                .isEmpty();
    }

    @Test
    void repeatsItsFactsWithoutWorkingTwice() throws IOException {
        // given a split that is done
        Footage footage = bench.stored(bench.media().footage().shots().file(), ticket);
        Outcome<SplitFact> first = bench.split(bench.stage(), footage, job);
        long starts = bench.media().ffmpegStarts() + bench.media().ffprobeStarts();

        // when the same record comes again
        RecordingContext<SplitFact> again = new RecordingContext<>(ticket, 2);
        Outcome<SplitFact> second = bench.split(bench.stage(), footage, again);

        // then the same facts are told, and no tool was started
        assertThat(second).isEqualTo(Outcome.repeated(((Outcome.Done<SplitFact>) first).facts()));
        assertThat(again.announced()).isEqualTo(job.announced());
        assertThat(bench.media().ffmpegStarts() + bench.media().ffprobeStarts()).isEqualTo(starts);
    }

    @Test
    void finishesWhatACrashLeftHalfDoneWithTheSameBytes() throws IOException {
        // given a store that fails at the third chunk
        Footage footage = bench.stored(bench.media().footage().shots().file(), ticket);
        SplitStage failing = bench.stage(new StumblingStore(bench.media().store(), 3), 1000, 1_000_000);
        assertThatThrownBy(() -> bench.split(failing, footage, job)).isInstanceOf(StageFailure.class);
        assertThat(job.announced()).hasSize(2);

        // when the record comes again
        RecordingContext<SplitFact> again = new RecordingContext<>(ticket, 2);
        Outcome<SplitFact> outcome = bench.split(bench.stage(), footage, again);

        assertThat(outcome).isInstanceOf(Outcome.Done.class);

        // then everything is announced, and what had been announced before has not changed
        assertThat(again.announced()).hasSize(7).startsWith(job.announced().toArray(SplitFact[]::new));
    }

    @Test
    void splitsSoundWithoutPictures() throws IOException {
        Footage footage = bench.stored(bench.media().footage().audioOnly().file(), ticket);

        Outcome<SplitFact> outcome = bench.split(bench.stage(), footage, job);

        assertThat(SplitBench.chunks(job)).singleElement().satisfies(chunk -> {
            assertThat(chunk.track()).isEqualTo(Track.AUDIO);
            assertThat(chunk.span().start()).isEqualTo(Rational.ZERO);
            assertThat(chunk.span().duration()).isEqualTo(Rational.of(6, 1));
        });
        assertThat(outcome).isEqualTo(Outcome.done(new SplitFact.Finished(footage, 0, 1, Rational.of(6, 1))));
    }

    @Test
    void tellsWithEachChunkHowLongTheFootageReallyIs() throws IOException {
        // the last of them is cut from a copy
        for (Clip clip : List.of(
                bench.media().footage().shots(),
                bench.media().footage().webmWithoutDuration(),
                bench.media().footage().shotsAvi())) {
            JobTicket each = SplitBench.ticket(Duration.ofSeconds(2));
            RecordingContext<SplitFact> told = RecordingContext.firstTry(each);
            assertThat(bench.split(bench.stage(), bench.stored(clip.file(), each), told))
                    .isInstanceOf(Outcome.Done.class);

            for (SplitFact fact : told.announced()) {
                SplitFact.ChunkReady ready = (SplitFact.ChunkReady) fact;
                assertThat(ready.footage().toDouble())
                        .as(clip.toString())
                        .isCloseTo(clip.truth().duration().toDouble(), within(0.1));
                assertThat(ready.chunk().span().end()).isLessThanOrEqualTo(ready.footage());
            }
        }
    }

    @Test
    void splitsPicturesWithoutSound() throws IOException {
        Footage footage = bench.stored(bench.media().footage().videoOnly().file(), ticket);

        Outcome<SplitFact> outcome = bench.split(bench.stage(), footage, job);

        assertThat(outcome).isEqualTo(Outcome.done(new SplitFact.Finished(footage, 2, 0, Rational.of(4, 1))));
    }

    @Test
    void makesLongerChunksRatherThanTooMany() throws IOException {
        Footage footage = bench.stored(bench.media().footage().shots().file(), ticket);

        Outcome<SplitFact> outcome = bench.split(bench.stage(bench.media().store(), 2, 1_000_000), footage, job);

        assertThat(outcome).isInstanceOf(Outcome.Done.class);

        assertThat(SplitBench.chunks(job).stream()
                        .filter(chunk -> chunk.track() == Track.VIDEO)
                        .mapToLong(Chunk::frames)
                        .sum())
                .isEqualTo(300);
        assertThat(SplitBench.chunks(job)).hasSizeLessThanOrEqualTo(3);
    }

    @Test
    void refusesFootageWithTooManyPackets() throws IOException {
        Footage footage = bench.stored(bench.media().footage().shots().file(), ticket);

        assertThatThrownBy(() -> bench.split(bench.stage(bench.media().store(), 1000, 100), footage, job))
                .isInstanceOfSatisfying(StageFailure.class, failure -> {
                    assertThat(failure.failure().code()).isEqualTo(MediaFailure.MEDIA_OVER_LIMIT);
                    assertThat(failure.failure().message()).contains("at most 100 packets");
                });
        assertThat(job.announced()).isEmpty();
    }

    @Test
    void ignoresAManifestOfOtherFootage() throws IOException {
        // given a job whose source was replaced after it had been split
        Footage before = bench.stored(bench.media().footage().videoOnly().file(), ticket);
        assertThat(bench.split(bench.stage(), before, job)).isInstanceOf(Outcome.Done.class);
        Footage after = bench.stored(bench.media().footage().ntsc().file(), ticket);

        // when it is split again
        Outcome<SplitFact> outcome = bench.split(bench.stage(), after, new RecordingContext<>(ticket, 2));

        // then the work is done for the new footage
        assertThat(outcome).isInstanceOf(Outcome.Done.class);
    }

    @Test
    void stopsFfmpegAndLeavesNothingBehindWhenItIsCancelled() throws IOException, InterruptedException {
        // given footage whose re-encoding takes a while, and a split that is at it
        Path reel = bench.reel(
                "long.rm", true, "-vf loop=loop=60:size=150,scale=640:480 -c:v rv10 -g 25 -c:a ac3".split(" "));
        Footage footage = bench.stored(reel, ticket);
        CountDownLatch busy = new CountDownLatch(1);
        Disposable split =
                bench.stage().handle(footage, new Watching(job, busy)).subscribe();
        assertThat(busy.await(30, TimeUnit.SECONDS)).isTrue();

        // when it is cancelled
        split.dispose();

        // then no tool runs on, the scratch folder is gone, and nothing was published
        await().atMost(Duration.ofSeconds(5))
                .until(() -> ProcessHandle.current().descendants().findAny().isEmpty());
        await().atMost(Duration.ofSeconds(5)).until(this::scratchIsEmpty);
        assertThat(job.announced()).isEmpty();
        JobKeys keys = new JobKeys(ticket.tenant(), ticket.jobId());
        assertThat(bench.media().store().find(keys.chunkManifest()).block()).isEmpty();
    }

    private boolean scratchIsEmpty() throws IOException {
        try (Stream<Path> files = Files.walk(bench.media().workRoot())) {
            return files.noneMatch(file -> file.getFileName().toString().startsWith("split-")
                    || file.getFileName().toString().startsWith("cuttable"));
        }
    }

    private static Stream<Path> children(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList().stream().filter(Files::isDirectory);
        } catch (IOException notAFolder) {
            return Stream.empty();
        }
    }

    /** Tells when the first progress comes in. */
    private record Watching(RecordingContext<SplitFact> job, CountDownLatch busy) implements StageContext<SplitFact> {
        @Override
        public JobTicket ticket() {
            return job.ticket();
        }

        @Override
        public int attempt() {
            return 1;
        }

        @Override
        public Mono<Void> announce(SplitFact fact) {
            return job.announce(fact);
        }

        @Override
        public void progress(StageProgress progress) {
            busy.countDown();
        }

        @Override
        public void note(NoteLevel level, String sentence) {
            job.note(level, sentence);
        }

        @Override
        public Lane lane(String name) {
            return job.lane(name);
        }
    }

    /** A store that fails at its n-th file. */
    private record StumblingStore(ObjectStore store, int at, AtomicInteger puts) implements ObjectStore {
        StumblingStore(ObjectStore store, int at) {
            this(store, at, new AtomicInteger());
        }

        @Override
        public Mono<StoredObject> put(String key, Path file, String contentType) {
            return puts.incrementAndGet() == at
                    ? Mono.error(new StageFailure(CommonFailure.STORE_UNAVAILABLE, "Expected a store, but it stumbled"))
                    : store.put(key, file, contentType);
        }

        @Override
        public Mono<StoredObject> put(String key, byte[] document, String contentType) {
            return store.put(key, document, contentType);
        }

        @Override
        public Mono<StoredObject> put(String key, Flux<ByteBuffer> bytes, String contentType, long limit) {
            return store.put(key, bytes, contentType, limit);
        }

        @Override
        public Mono<Optional<StoredObject>> find(String key) {
            return store.find(key);
        }

        @Override
        public Mono<byte[]> read(StoredObject object, int limit) {
            return store.read(object, limit);
        }

        @Override
        public Flux<ByteBuffer> read(StoredObject object, long from, long length) {
            return store.read(object, from, length);
        }

        @Override
        public Mono<Path> fetch(StoredObject object, Path folder) {
            return store.fetch(object, folder);
        }

        @Override
        public Mono<Void> delete(String key) {
            return store.delete(key);
        }

        @Override
        public Flux<ListedObject> list(String folder) {
            return store.list(folder);
        }
    }
}
