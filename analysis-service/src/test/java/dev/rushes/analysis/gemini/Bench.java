package dev.rushes.analysis.gemini;

import dev.rushes.analysis.Chunks;
import dev.rushes.analysis.analyzer.Analyzer;
import dev.rushes.analysis.analyzer.Errand;
import dev.rushes.analysis.analyzer.Examination;
import dev.rushes.analysis.domain.AnalyzedChunk;
import dev.rushes.analysis.domain.ChunkToAnalyze;
import dev.rushes.analysis.domain.Finding;
import dev.rushes.analysis.domain.Finding.Kind;
import dev.rushes.analysis.domain.Insight;
import dev.rushes.analysis.domain.Observations.Boundary;
import dev.rushes.analysis.domain.Observations.Heard;
import dev.rushes.analysis.domain.Observations.Seen;
import dev.rushes.analysis.domain.Observations.Shot;
import dev.rushes.analysis.domain.Series;
import dev.rushes.flow.Recipe;
import dev.rushes.gemini.GeminiKey;
import dev.rushes.gemini.fake.FakeGemini;
import dev.rushes.gemini.fake.FakeSettings;
import dev.rushes.media.testkit.Clip;
import dev.rushes.media.testkit.MediaFixture;
import dev.rushes.media.value.MediaInfo;
import dev.rushes.media.value.Rational;
import dev.rushes.media.value.Span;
import dev.rushes.media.value.StoredObject;
import dev.rushes.media.value.Track;
import dev.rushes.runtime.stage.JobOptions;
import dev.rushes.runtime.stage.JobTerms;
import dev.rushes.runtime.stage.JobTicket;
import dev.rushes.runtime.testkit.RecordingContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.springframework.util.FileSystemUtils;
import org.springframework.util.unit.DataSize;
import reactor.core.publisher.Mono;

/**
 * A fake of Gemini, a film of twelve seconds, and an analyzer between them that does not wait long for anything. Register it with a test: the fake forgets before each, and goes
 * after the last.
 */
final class Bench implements BeforeAllCallback, BeforeEachCallback, AfterAllCallback {
    static final String FIRST = "gemini-3.5-flash-lite";
    static final String SECOND = "gemini-3.8-flash";

    final FakeGemini fake = FakeGemini.start(FakeSettings.with(Clock.systemUTC()), 0);
    private @Nullable Media its;

    private record Media(Path folder, MediaFixture media, Clip film) {}

    @Override
    public void beforeAll(ExtensionContext test) throws IOException {
        Path folder = Files.createTempDirectory("bench");
        MediaFixture media = new MediaFixture(folder);
        its = new Media(folder, media, media.footage().shots());
    }

    @Override
    public void beforeEach(ExtensionContext test) {
        fake.reset();
    }

    @Override
    public void afterAll(ExtensionContext test) throws IOException {
        fake.close();
        FileSystemUtils.deleteRecursively(folder());
    }

    private Media its() {
        return Objects.requireNonNull(its, "Expected a bench that is registered with the test");
    }

    Path folder() {
        return its().folder();
    }

    private MediaFixture media() {
        return its().media();
    }

    /** A local analyzer that has seen cuts and heard a voice without looking. */
    private static final class Measured implements Analyzer {
        @Override
        public String name() {
            return "local";
        }

        @Override
        public int version() {
            return 1;
        }

        @Override
        public Mono<Examination> analyze(Errand errand) {
            Series flat = new Series(errand.chunk().start(), Rational.of(1, 2), List.of());
            Rational at = errand.chunk().start().plus(Rational.of(31, 10));
            return Mono.just(new Examination(
                    errand.chunk().track() == Track.VIDEO
                            ? new Seen(
                                    List.of(new Shot(at, 1, Boundary.CUT, "cuts/1")),
                                    List.of(),
                                    List.of(),
                                    flat,
                                    flat,
                                    flat,
                                    Optional.empty())
                            : new Heard(
                                    List.of(new Finding(
                                            Span.ofDuration(at, Rational.of(2, 1)), Kind.SPEECH, 1, "speech/1")),
                                    flat,
                                    Optional.empty()),
                    Optional.empty(),
                    List.of()));
        }
    }

    GeminiSettings settings(DataSize inlineLimit) {
        return settings(inlineLimit, Duration.ofSeconds(30));
    }

    /** @param callTime longest wait for an answer */
    GeminiSettings settings(DataSize inlineLimit, Duration callTime) {
        return settings(inlineLimit, callTime, Duration.ofMinutes(2), Duration.ofMinutes(1));
    }

    /** Asks about pieces of two seconds. */
    GeminiSettings smallPieces(Duration shift) {
        return settings(DataSize.ofMegabytes(14), Duration.ofSeconds(30), Duration.ofSeconds(2), shift);
    }

    private GeminiSettings settings(DataSize inlineLimit, Duration callTime, Duration longestPiece, Duration shift) {
        return settings(inlineLimit, callTime, longestPiece, shift, 20);
    }

    /** Leaves a model alone for a minute that has failed so often in a row. */
    GeminiSettings shortTempered(int failures) {
        return settings(
                DataSize.ofMegabytes(14),
                Duration.ofSeconds(30),
                Duration.ofMinutes(2),
                Duration.ofMinutes(1),
                failures);
    }

    private GeminiSettings settings(
            DataSize inlineLimit, Duration callTime, Duration longestPiece, Duration shift, int failures) {
        return new GeminiSettings(
                URI.create(fake.address()),
                null,
                List.of(FIRST, SECOND),
                longestPiece,
                Duration.ofSeconds(3),
                1,
                320,
                2,
                inlineLimit,
                8192,
                3,
                Duration.ofMillis(5),
                Duration.ofMillis(20),
                callTime,
                Duration.ZERO,
                Duration.ofSeconds(20),
                Duration.ofSeconds(5),
                Duration.ofMillis(20),
                Duration.ofMillis(400),
                Duration.ofSeconds(60),
                shift,
                failures,
                Duration.ofMinutes(1),
                Duration.ofMinutes(10),
                Duration.ofMillis(1200));
    }

    GeminiAnalyzer analyzer() {
        return analyzer(settings(DataSize.ofMegabytes(14)));
    }

    GeminiAnalyzer analyzer(GeminiSettings settings) {
        return analyzer(settings, KEY);
    }

    GeminiAnalyzer analyzer(GeminiSettings settings, Map<String, String> environment) {
        return analyzer(settings, environment, Clock.systemUTC());
    }

    GeminiAnalyzer analyzer(GeminiSettings settings, Map<String, String> environment, Clock clock) {
        return GeminiConfiguration.analyzer(
                settings,
                new Measured(),
                new GeminiConfiguration.Machine(
                        media().ffmpeg(), MediaFixture.LIMITS, media().store(), clock, environment));
    }

    /** What a process of its own has to ask with. */
    Tools process() {
        return GeminiConfiguration.tools(
                settings(DataSize.ofMegabytes(14)),
                new GeminiKey(FakeSettings.KEY),
                new GeminiConfiguration.Machine(
                        media().ffmpeg(), MediaFixture.LIMITS, media().store(), Clock.systemUTC(), KEY));
    }

    static final Map<String, String> KEY = Map.of(GeminiKey.VARIABLE, FakeSettings.KEY);

    /** Twelve seconds of pictures, from the eighteenth second of their source on. */
    ChunkToAnalyze chunk() {
        ChunkToAnalyze plain = Chunks.video(
                Chunks.VIDEO, Rational.of(18, 1), its().film().truth().duration(), 300);
        return Chunks.with(plain, stored());
    }

    /** The same, said to last four seconds longer than what can be decoded of it. */
    ChunkToAnalyze damaged() {
        ChunkToAnalyze whole = chunk();
        return Chunks.with(
                Chunks.video(Chunks.VIDEO, whole.start(), whole.duration().plus(Rational.of(4, 1)), 400), stored());
    }

    /** The same as the whole of its source. */
    ChunkToAnalyze wholeFootage() {
        return partOf(chunk().duration());
    }

    /** The same as a part of a source that is so long, and that claims to be as short as the chunk. */
    ChunkToAnalyze partOf(Rational footage) {
        ChunkToAnalyze part = chunk();
        MediaInfo info =
                new MediaInfo("mp4", Optional.of(part.duration()), part.info().video(), Optional.empty(), List.of());
        return new ChunkToAnalyze(
                part.track(),
                part.index(),
                part.chunk(),
                part.start(),
                part.duration(),
                part.frames(),
                info,
                Optional.of(footage));
    }

    Path film() {
        return its().film().file();
    }

    private static StoredObject stored() {
        return new StoredObject("chunk", 1, "cd".repeat(32), "video/mp4");
    }

    /** A recording without pictures. */
    Clip voice() {
        return media().footage().audioOnly();
    }

    MediaInfo infoOf(Clip clip) {
        return media().probe()
                .probe(clip.file())
                .blockOptional(Duration.ofSeconds(60))
                .orElseThrow();
    }

    static JobTicket ticket() {
        return RecordingContext.ticket(Recipe.ANALYZE, JobOptions.DEFAULTS);
    }

    static JobTicket ticket(long budgetMicroDollars) {
        JobOptions plain = JobOptions.DEFAULTS;
        return RecordingContext.ticket(
                Recipe.ANALYZE,
                new JobOptions(
                        plain.filmLength(),
                        plain.chunkLength(),
                        plain.format(),
                        plain.maxHeight(),
                        plain.onChunkFailure(),
                        "gemini",
                        Map.of(),
                        new JobTerms(Optional.empty(), Optional.of(budgetMicroDollars), Optional.empty())));
    }

    /** The same job, run again. */
    static JobTicket rerun(JobTicket ticket) {
        return again(ticket, ticket.run() + 1, ticket.options());
    }

    /** The same run with another budget. */
    static JobTicket withBudgetOf(JobTicket other, JobTicket ticket) {
        return again(ticket, ticket.run(), other.options());
    }

    private static JobTicket again(JobTicket ticket, int run, JobOptions options) {
        return new JobTicket(
                ticket.jobId(),
                ticket.tenant(),
                run,
                ticket.recipe(),
                ticket.route(),
                options,
                ticket.priority(),
                ticket.requestedAt());
    }

    Examination examine(GeminiAnalyzer analyzer, PayingContext<AnalyzedChunk> job) {
        return examine(analyzer, chunk(), its().film().file(), job);
    }

    Examination examine(GeminiAnalyzer analyzer, ChunkToAnalyze chunk, Path file, PayingContext<AnalyzedChunk> job) {
        try {
            Path scratch = Files.createTempDirectory(folder(), "scratch");
            return analyzer.analyze(new Errand(chunk, Mono.just(file), scratch, done -> {}, job))
                    .blockOptional(Duration.ofSeconds(60))
                    .orElseThrow();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    Insight insight(GeminiAnalyzer analyzer, PayingContext<AnalyzedChunk> job) {
        return examine(analyzer, job).insight().orElseThrow();
    }

    /** How often a model was asked. */
    long asked() {
        return asked("");
    }

    long asked(String model) {
        return fake.journal().stream()
                .filter(entry -> entry.what().contains(":streamGenerateContent")
                        && entry.model().contains(model))
                .count();
    }
}
