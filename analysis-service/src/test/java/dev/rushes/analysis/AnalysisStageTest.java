package dev.rushes.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rushes.analysis.analyzer.Analyzer;
import dev.rushes.analysis.analyzer.Analyzers;
import dev.rushes.analysis.analyzer.Errand;
import dev.rushes.analysis.analyzer.Examination;
import dev.rushes.analysis.domain.AnalysisStatus;
import dev.rushes.analysis.domain.AnalyzedChunk;
import dev.rushes.analysis.domain.ChunkToAnalyze;
import dev.rushes.analysis.domain.Insight;
import dev.rushes.analysis.domain.Insight.Shortfall;
import dev.rushes.analysis.domain.Insight.Status;
import dev.rushes.analysis.domain.Observations.Seen;
import dev.rushes.analysis.domain.Series;
import dev.rushes.analysis.findings.CostMeters;
import dev.rushes.analysis.findings.FindingsStore;
import dev.rushes.analysis.local.LocalAnalyzer;
import dev.rushes.analysis.local.LocalLimits;
import dev.rushes.analysis.local.LocalModels;
import dev.rushes.flow.Recipe;
import dev.rushes.media.ffmpeg.MediaFailure;
import dev.rushes.media.store.JobKeys;
import dev.rushes.media.testkit.Clip;
import dev.rushes.media.testkit.MediaFixture;
import dev.rushes.media.value.MediaInfo;
import dev.rushes.media.value.Rational;
import dev.rushes.media.value.StoredObject;
import dev.rushes.media.value.Track;
import dev.rushes.runtime.stage.CommonFailure;
import dev.rushes.runtime.stage.Failure;
import dev.rushes.runtime.stage.FailureKind;
import dev.rushes.runtime.stage.JobOptions;
import dev.rushes.runtime.stage.JobOptions.ChunkFailurePolicy;
import dev.rushes.runtime.stage.JobTicket;
import dev.rushes.runtime.stage.Outcome;
import dev.rushes.runtime.stage.StageFailure;
import dev.rushes.runtime.testkit.RecordingContext;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.unit.DataSize;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The stage with real ffmpeg and a real store. */
class AnalysisStageTest {
    @TempDir
    Path folder;

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private MediaFixture media;
    private AnalysisStage stage;
    private final JobTicket skipping = ticket("local", ChunkFailurePolicy.SKIP);
    private final JobTicket failing = ticket("local", ChunkFailurePolicy.FAIL);

    @BeforeEach
    void open() {
        media = new MediaFixture(folder);
        LocalLimits limits = new LocalLimits(256, 640, 3, 1, MediaFixture.LIMITS);
        List<Analyzer> analyzers = List.of(new LocalAnalyzer(media.ffmpeg(), limits, LocalModels.NONE));
        stage = new AnalysisStage(
                new Analyzers(analyzers),
                media.store(),
                new FindingsStore(media.store(), DataSize.ofMegabytes(1), new CostMeters(meters)),
                media.workFolders());
    }

    @Test
    void storesTheFindingsAsTheContractSaysAndTellsOfThem() {
        ChunkToAnalyze chunk = chunk(skipping, media.footage().shots());
        RecordingContext<AnalyzedChunk> context = RecordingContext.firstTry(skipping);

        AnalyzedChunk fact = done(stage.handle(chunk, context)
                .blockOptional(Duration.ofSeconds(60))
                .orElseThrow());

        assertThat(fact.status()).isEqualTo(AnalysisStatus.OK);
        assertThat(fact.analyzer()).isEqualTo("local/3");
        JsonNode document = document(fact);
        assertThat(document.path("version").asInt()).isEqualTo(1);
        assertThat(document.path("track").asString()).isEqualTo("video");
        assertThat(document.path("index").asInt()).isEqualTo(3);
        assertThat(document.path("span").path("start").asString()).isEqualTo("18/1");
        assertThat(document.path("span").path("end").asString()).isEqualTo("30/1");
        assertThat(document.path("chunkSha256").asString())
                .isEqualTo(chunk.chunk().sha256());
        assertThat(document.path("shots").valueStream().map(shot -> shot.path("at")
                        .asString()))
                .containsExactly("21/1", "24/1", "27/1");
        assertThat(document.path("motion").path("values").size()).isEqualTo(24);
        assertThat(document.path("silence").isArray()).isTrue();
        assertThat(document.path("loudness").isNull()).isTrue();
        assertThat(document.path("firstPicture").path("at").asString()).isEqualTo("18/1");
        assertThat(context.progress()).isNotEmpty();
        assertThat(context.progress().getLast().unit()).isEqualTo("seconds");
    }

    @Test
    void everyFindingHasAScoreAndNamesItsAnalyzer() {
        JsonNode document = document(done(handle(chunk(skipping, media.footage().blackAndFrozen()), skipping)));

        for (String list : List.of("shots", "black", "frozen")) {
            assertThat(document.path(list).valueStream())
                    .isNotEmpty()
                    .allSatisfy(finding ->
                            assertThat(finding.path("score").asDouble()).isBetween(0.0, 1.0))
                    .allSatisfy(
                            finding -> assertThat(finding.path("by").asString()).matches("[a-z-]+/[0-9]+"));
        }
        assertThat(document.path("black").get(0).path("kind").asString()).isEqualTo("black");
    }

    @Test
    void theStoryboardIsOneStoredFileWithATileEveryTwoSeconds() throws IOException {
        JsonNode board = document(done(handle(chunk(skipping, media.footage().shots()), skipping)))
                .path("storyboard");

        assertThat(board.path("tiles").valueStream().map(JsonNode::asString))
                .containsExactly("18/1", "20/1", "22/1", "24/1", "26/1", "28/1");
        assertThat(find(board.path("key").asString())).isPresent();
        BufferedImage picture = ImageIO.read(
                media.storeRoot().resolve(board.path("key").asString()).toFile());
        assertThat(picture.getWidth()).isEqualTo(6 * board.path("tileWidth").asInt());
        assertThat(picture.getHeight()).isEqualTo(board.path("tileHeight").asInt());
        assertThat(board.path("tileWidth").asInt()).isEqualTo(160);
    }

    @Test
    void whatEachAnalyzerCostIsStoredAndCounted() {
        ChunkToAnalyze chunk = chunk(skipping, media.footage().shots());
        var unused = done(handle(chunk, skipping));

        JsonNode costs = read(new JobKeys(skipping.tenant(), skipping.jobId()).analysisCost(Track.VIDEO, 3));

        assertThat(costs.path("mediaSeconds").asDouble()).isEqualTo(12);
        assertThat(costs.path("analyzers").valueStream().map(cost -> cost.path("analyzer")
                        .asString()))
                .contains("decode/1", "cuts/1", "gradual/1", "black/1", "frozen/1", "exposure/1", "sharpness/1");
        assertThat(meters.get("rushes.analysis.processor")
                        .tag("analyzer", "cuts/1")
                        .counter()
                        .count())
                .isPositive();
        assertThat(meters.get("rushes.analysis.media")
                        .tag("track", "video")
                        .counter()
                        .count())
                .isEqualTo(12);
    }

    @Test
    void stillsAreStoredUnderTheKeysThatTheFindingsName() {
        AnalyzedChunk fact = done(handle(chunk(skipping, media.footage().shots()), skipping));

        List<String> keys = document(fact)
                .path("stills")
                .valueStream()
                .map(still -> still.path("key").asString())
                .toList();

        assertThat(keys).hasSize(3);
        assertThat(keys).allSatisfy(key -> assertThat(find(key)).hasValueSatisfying(still -> {
            assertThat(still.contentType()).isEqualTo("image/jpeg");
            assertThat(still.size()).isPositive();
        }));
    }

    @Test
    void aRepeatAnswersWithTheSameFactAndStartsNoFfmpeg() {
        ChunkToAnalyze chunk = chunk(skipping, media.footage().shots());
        AnalyzedChunk first = done(handle(chunk, skipping));
        long starts = media.ffmpegStarts();

        Outcome<AnalyzedChunk> again = handle(chunk, skipping);

        assertThat(again).isEqualTo(Outcome.repeated(List.of(first)));
        assertThat(media.ffmpegStarts()).isEqualTo(starts);
    }

    @Test
    void whatAModelCouldNotBeAskedIsAskedWhenTheChunkComesAgainAndNothingElseIs() {
        assertThat(looksAtItAgain(Status.FAILED, Shortfall.MODEL_UNAVAILABLE)).isTrue();
        assertThat(looksAtItAgain(Status.PARTIAL, Shortfall.OUT_OF_TIME)).isTrue();
        assertThat(looksAtItAgain(Status.PARTIAL, Shortfall.BUDGET_SPENT)).isTrue();
        assertThat(looksAtItAgain(Status.PARTIAL, Shortfall.ANSWER_INCOMPLETE)).isFalse();
        assertThat(looksAtItAgain(Status.PARTIAL, Shortfall.BLOCKED)).isFalse();
        assertThat(looksAtItAgain(Status.BLOCKED, Shortfall.BLOCKED)).isFalse();
    }

    private boolean looksAtItAgain(Status status, Shortfall shortfall) {
        AtomicInteger looks = new AtomicInteger();
        Analyzer model = new Analyzer() {
            @Override
            public String name() {
                return "model";
            }

            @Override
            public int version() {
                return 1;
            }

            @Override
            public Mono<Examination> analyze(Errand errand) {
                looks.incrementAndGet();
                Series flat = new Series(errand.chunk().start(), Rational.of(1, 2), List.of());
                Insight insight = new Insight(
                        "model/1",
                        status,
                        Optional.of(shortfall),
                        Optional.of("Expected more."),
                        List.of(),
                        List.of(),
                        "und",
                        "",
                        List.of(),
                        List.of(),
                        Insight.Bill.NOTHING);
                return Mono.just(new Examination(
                                new Seen(List.of(), List.of(), List.of(), flat, flat, flat, Optional.empty()),
                                Optional.empty(),
                                List.of())
                        .with(insight));
            }
        };
        AnalysisStage its = new AnalysisStage(
                new Analyzers(List.of(model)),
                media.store(),
                new FindingsStore(media.store(), DataSize.ofMegabytes(1), new CostMeters(meters)),
                media.workFolders());
        JobTicket ticket = ticket("model", ChunkFailurePolicy.SKIP);
        ChunkToAnalyze chunk = chunk(ticket, media.footage().videoOnly());
        AnalyzedChunk fact = done(its.handle(chunk, RecordingContext.firstTry(ticket))
                .blockOptional(Duration.ofSeconds(60))
                .orElseThrow());
        assertThat(fact.status()).isEqualTo(AnalysisStatus.PARTIAL);
        JsonNode insight = document(fact).path("insight");
        assertThat(insight.path("code").asString()).isEqualTo(shortfall.name());

        var unused = its.handle(chunk, RecordingContext.firstTry(ticket)).block(Duration.ofSeconds(60));

        assertThat(insight.path("lacking").asBoolean()).isEqualTo(looks.get() == 2);
        return looks.get() == 2;
    }

    @Test
    void otherBytesUnderTheSameNameAreAnalyzedAnew() {
        AnalyzedChunk before = done(handle(chunk(skipping, media.footage().shots()), skipping));

        AnalyzedChunk fact = done(handle(chunk(skipping, media.footage().videoOnly()), skipping));

        assertThat(fact).isNotEqualTo(before);
        assertThat(document(fact).path("shots").size()).isEqualTo(1);
    }

    @Test
    void findingsThatCanNotBeReadAreMadeAnew() {
        ChunkToAnalyze chunk = chunk(skipping, media.footage().videoOnly());
        String key = new JobKeys("default", skipping.jobId()).analysis(chunk.track(), chunk.index());
        assertThat(media.store()
                        .put(key, "{\"version\":".getBytes(StandardCharsets.UTF_8), "application/json")
                        .block(Duration.ofSeconds(10)))
                .isNotNull();

        assertThat(done(handle(chunk, skipping)).status()).isEqualTo(AnalysisStatus.OK);
    }

    @Test
    void aBadChunkIsAGapWhereTheJobAllowsGaps() throws IOException {
        ChunkToAnalyze chunk = chunk(skipping, noise());

        AnalyzedChunk gap = done(handle(chunk, skipping));

        assertThat(gap.status()).isEqualTo(AnalysisStatus.FAILED);
        assertThat(gap.findings()).isEmpty();
        assertThat(gap.problem())
                .hasValueSatisfying(problem -> assertThat(problem).startsWith("Expected "));
    }

    @Test
    void aBadChunkFailsTheJobThatWantsNoGaps() throws IOException {
        ChunkToAnalyze chunk = chunk(failing, noise());

        assertThatThrownBy(() -> handle(chunk, failing)).isInstanceOfSatisfying(StageFailure.class, failure -> {
            assertThat(failure.failure().code()).isInstanceOf(MediaFailure.class);
            assertThat(failure.failure().code().kind()).isEqualTo(FailureKind.INPUT);
        });
    }

    @Test
    void theWorkLeavesNothingInTheScratchFolder() throws IOException {
        AnalyzedChunk fact = done(handle(chunk(skipping, media.footage().videoOnly()), skipping));

        assertThat(fact.status()).isEqualTo(AnalysisStatus.OK);
        try (var files = Files.walk(media.workRoot())) {
            assertThat(files.filter(file -> file.toString().contains("analysis-")))
                    .isEmpty();
        }
    }

    @Test
    void anUnknownAnalyzerIsTheRequestsFaultAndTheMessageNamesThoseThatExist() {
        JobTicket ticket = ticket("clairvoyant", ChunkFailurePolicy.SKIP);

        Outcome<AnalyzedChunk> outcome = handle(Chunks.video(), ticket);

        assertThat(outcome).isInstanceOfSatisfying(Outcome.Failed.class, failed -> {
            assertThat(failed.failure().code()).isEqualTo(AnalysisFailure.ANALYZER_UNKNOWN);
            assertThat(failed.failure().code().kind()).isEqualTo(FailureKind.INPUT);
            assertThat(failed.failure().message()).contains("local").contains("clairvoyant");
        });
    }

    @Test
    void whenTheRuntimeGivesUpOnAChunkTheJobGetsAGapIfItAllowsGaps() {
        Failure failure = Failure.of(CommonFailure.STAGE_TIMEOUT, "Expected an end within 10 min, but there was none");

        Optional<AnalyzedChunk> gap = stage.substitute(Chunks.video(), skipping, failure);

        assertThat(gap).contains(AnalyzedChunk.gap(Chunks.video(), "local/3", failure.message()));
        assertThat(stage.substitute(Chunks.video(), failing, failure)).isEmpty();
    }

    private Clip noise() throws IOException {
        Path noise = folder.resolve("noise.mp4");
        Files.writeString(noise, "This is not a film. ".repeat(500));
        return new Clip(noise, "video/mp4", media.footage().videoOnly().truth());
    }

    private ChunkToAnalyze chunk(JobTicket ticket, Clip clip) {
        String key = new JobKeys(ticket.tenant(), ticket.jobId()).chunk(Track.VIDEO, 3, "mp4");
        MediaInfo info = Chunks.video().info();
        try {
            Path copy = Files.copy(
                    clip.file(), Files.createTempDirectory(folder, "chunk").resolve("chunk.mp4"));
            StoredObject stored = media.store()
                    .put(key, copy, clip.contentType())
                    .blockOptional(Duration.ofSeconds(10))
                    .orElseThrow();
            return new ChunkToAnalyze(
                    Track.VIDEO,
                    3,
                    stored,
                    Rational.of(18, 1),
                    clip.truth().duration(),
                    clip.truth().frames(),
                    info);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private Outcome<AnalyzedChunk> handle(ChunkToAnalyze chunk, JobTicket ticket) {
        return stage.handle(chunk, RecordingContext.firstTry(ticket))
                .blockOptional(Duration.ofSeconds(60))
                .orElseThrow();
    }

    private static AnalyzedChunk done(Outcome<AnalyzedChunk> outcome) {
        assertThat(outcome).isInstanceOf(Outcome.Done.class);
        return ((Outcome.Done<AnalyzedChunk>) outcome).facts().getFirst();
    }

    private JsonNode document(AnalyzedChunk fact) {
        byte[] bytes = media.store()
                .read(fact.findings().orElseThrow(), 1 << 20)
                .blockOptional(Duration.ofSeconds(10))
                .orElseThrow();
        return JsonMapper.builder().build().readTree(bytes);
    }

    private JsonNode read(String key) {
        byte[] bytes = media.store()
                .read(find(key).orElseThrow(), 1 << 20)
                .blockOptional(Duration.ofSeconds(10))
                .orElseThrow();
        return JsonMapper.builder().build().readTree(bytes);
    }

    private Optional<StoredObject> find(String key) {
        return media.store().find(key).blockOptional(Duration.ofSeconds(10)).orElseThrow();
    }

    private static JobTicket ticket(String analyzer, ChunkFailurePolicy policy) {
        JobOptions defaults = JobOptions.DEFAULTS;
        return RecordingContext.ticket(
                Recipe.HIGHLIGHTS,
                new JobOptions(
                        defaults.filmLength(),
                        defaults.chunkLength(),
                        defaults.format(),
                        defaults.maxHeight(),
                        policy,
                        analyzer,
                        defaults.extra()));
    }
}
