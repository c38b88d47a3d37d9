package dev.rushes.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rushes.analysis.analyzer.Analyzers;
import dev.rushes.analysis.domain.AnalyzedChunk;
import dev.rushes.analysis.domain.ChunkToAnalyze;
import dev.rushes.analysis.findings.CostMeters;
import dev.rushes.analysis.findings.FindingsStore;
import dev.rushes.analysis.gemini.GeminiAnalyzer;
import dev.rushes.analysis.gemini.GeminiConfiguration;
import dev.rushes.analysis.gemini.GeminiSettings;
import dev.rushes.analysis.local.LocalAnalyzer;
import dev.rushes.analysis.local.LocalLimits;
import dev.rushes.analysis.local.LocalModels;
import dev.rushes.analysis.wire.AnalysisWire;
import dev.rushes.events.AnalysisStatus;
import dev.rushes.events.ChunkAnalyzed;
import dev.rushes.events.ChunkStored;
import dev.rushes.events.JobEvent;
import dev.rushes.events.JobEventType;
import dev.rushes.flow.FlowStage;
import dev.rushes.flow.Recipe;
import dev.rushes.gemini.GeminiKey;
import dev.rushes.gemini.fake.FakeGemini;
import dev.rushes.gemini.fake.FakeSettings;
import dev.rushes.gemini.fake.quota.Quota;
import dev.rushes.gemini.fake.scenario.Fault;
import dev.rushes.gemini.fake.scenario.Rule;
import dev.rushes.media.store.JobKeys;
import dev.rushes.media.testkit.Clip;
import dev.rushes.media.testkit.MediaFixture;
import dev.rushes.media.value.Rational;
import dev.rushes.media.value.StoredObject;
import dev.rushes.media.value.Track;
import dev.rushes.media.wire.MediaWire;
import dev.rushes.runtime.engine.LaneDefinition;
import dev.rushes.runtime.engine.Letter;
import dev.rushes.runtime.rules.LaneLimits;
import dev.rushes.runtime.stage.JobOptions;
import dev.rushes.runtime.stage.JobOptions.ChunkFailurePolicy;
import dev.rushes.runtime.stage.JobTicket;
import dev.rushes.runtime.testkit.RecordingContext;
import dev.rushes.runtime.testkit.StageHarness;
import dev.rushes.runtime.wire.StageDefinition;
import dev.rushes.runtime.wire.Stamp;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.util.unit.DataSize;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A whole job's chunks through the engine, with a fifth of all calls refused, and a process that dies. */
class GeminiJobTest {
    private static final int CHUNKS = 60;
    private static final int PER_MINUTE = 20;
    private static final String MODEL = "gemini-3.5-flash-lite";

    @TempDir
    Path folder;

    private MediaFixture media;
    private Supplier<Instant> now = Clock.systemUTC()::instant;
    private FakeGemini fake;

    /** The one clock of engine, fake and analyzer. */
    private Clock clock() {
        InstantSource source = () -> now.get();
        return source.withZone(ZoneOffset.UTC);
    }

    @BeforeEach
    void open() {
        media = new MediaFixture(folder);
        fake = FakeGemini.start(FakeSettings.with(clock()).with(new Quota(PER_MINUTE, 0, 0)), 0);
    }

    @AfterEach
    void close() {
        fake.close();
    }

    @Test
    void noChunkIsPaidTwiceNoLimitIsExceededAndTheMoneyIsExact() throws IOException {
        JobTicket ticket = ticket();
        try (StageHarness<ChunkToAnalyze, AnalyzedChunk> harness = harness()) {
            run(harness, ticket);

            assertThat(harness.facts(ChunkAnalyzed.class)).hasSize(CHUNKS);
            assertThat(answers()).isEqualTo(CHUNKS);
            assertThat(spent(harness)).isEqualTo(bills(harness)).isPositive();
            assertThat(harness.deadLetters()).isEmpty();
            // A refused call is no try.
            assertThat(harness.retries())
                    .isNotEmpty()
                    .allMatch(again -> again.next().attempt() == 1);
        }
    }

    @Test
    void aProcessThatDiesLosesNothingThatWasPaid() throws IOException {
        JobTicket ticket = ticket();
        try (StageHarness<ChunkToAnalyze, AnalyzedChunk> harness = harness()) {
            AtomicInteger told = new AtomicInteger();
            harness.crashAfter(letter -> letter instanceof Letter.Fact fact
                    && fact.record() instanceof ChunkAnalyzed
                    && told.incrementAndGet() == CHUNKS / 3);

            run(harness, ticket);

            Set<UUID> facts = harness.facts(ChunkAnalyzed.class).stream()
                    .map(ChunkAnalyzed::getEventId)
                    .collect(Collectors.toSet());
            assertThat(facts).hasSize(CHUNKS);
            assertThat(told.get()).isGreaterThanOrEqualTo(CHUNKS / 3);
            // What was on its way when the process died, one call for each worker, may have been paid again.
            assertThat(answers()).isBetween((long) CHUNKS, CHUNKS + 2L);
            assertThat(harness.deadLetters()).isEmpty();
        }
    }

    /** Hands in all chunks and lets time pass until they are done. */
    private void run(StageHarness<ChunkToAnalyze, AnalyzedChunk> harness, JobTicket ticket) throws IOException {
        fake.follow(7, Rule.sometimes(Fault.QUOTA_MINUTE, 0.2));
        chunks(ticket).forEach(harness::deliver);
        for (int second = 0; second < 3_600 && (harness.crashed() || harness.unfinished() > 0); second++) {
            harness.settle();
            if (harness.crashed()) {
                harness.restart();
            }
            harness.advance(Duration.ofSeconds(1));
        }
        harness.settle();
        assertThat(harness.unfinished()).isZero();
        assertThat(harness.facts(ChunkAnalyzed.class)).allMatch(fact -> fact.getStatus() == AnalysisStatus.OK);
        assertThat(fake.journal().stream()
                        .filter(entry -> entry.fault().isPresent())
                        .count())
                .isGreaterThan(CHUNKS / 10);
        // The fake counts for itself: no call came that the quota does not allow.
        assertThat(fake.journal().stream()
                        .filter(entry -> entry.status() == 429 && entry.fault().isEmpty()))
                .isEmpty();
    }

    private long answers() {
        return fake.journal().stream()
                .filter(entry -> entry.status() == 200 && entry.what().contains("GenerateContent"))
                .count();
    }

    private static long spent(StageHarness<?, ?> harness) {
        return harness.events().stream()
                .filter(event -> event.getType() == JobEventType.SPENT)
                .map(JobEvent::getUsage)
                .mapToLong(usage -> usage.getMicroDollars())
                .sum();
    }

    private long bills(StageHarness<?, ?> harness) {
        return harness.facts(ChunkAnalyzed.class).stream()
                .mapToLong(fact -> document(MediaWire.object(fact.getFindings()))
                        .path("insight")
                        .path("bill")
                        .path("microDollars")
                        .asLong())
                .sum();
    }

    private JsonNode document(StoredObject findings) {
        byte[] bytes = media.store()
                .read(findings, 1 << 20)
                .blockOptional(Duration.ofSeconds(10))
                .orElseThrow();
        return JsonMapper.shared().readTree(bytes);
    }

    private StageHarness<ChunkToAnalyze, AnalyzedChunk> harness() {
        LocalLimits limits = new LocalLimits(64, 64, 0, 1, MediaFixture.LIMITS);
        GeminiSettings settings = new Binder(
                        new MapConfigurationPropertySource(Map.of("rushes.gemini.base-url", fake.address())))
                .bind("rushes.gemini", GeminiSettings.class)
                .get();
        GeminiAnalyzer analyzer = GeminiConfiguration.analyzer(
                settings,
                new LocalAnalyzer(media.ffmpeg(), limits, LocalModels.NONE),
                new GeminiConfiguration.Machine(
                        media.ffmpeg(),
                        MediaFixture.LIMITS,
                        media.store(),
                        clock(),
                        Map.of(GeminiKey.VARIABLE, FakeSettings.KEY)));
        AnalysisStage stage = new AnalysisStage(
                new Analyzers(List.of(analyzer)),
                media.store(),
                new FindingsStore(media.store(), DataSize.ofMegabytes(1), new CostMeters(new SimpleMeterRegistry())),
                media.workFolders());
        LaneDefinition lane = LaneDefinition.of(
                GeminiAnalyzer.lane(MODEL),
                FlowStage.ANALYSIS,
                LaneLimits.NONE.withRequestsPerMinute(PER_MINUTE).withInFlight(2));
        StageHarness<ChunkToAnalyze, AnalyzedChunk> harness = StageHarness.of(
                new StageDefinition<>(FlowStage.ANALYSIS, stage, new AnalysisWire(), AnalysisConfiguration.POLICY),
                lane);
        now = harness::now;
        return harness;
    }

    private List<ChunkStored> chunks(JobTicket ticket) throws IOException {
        Clip clip = media.footage().videoOnly();
        Path copy = Files.copy(
                clip.file(), Files.createTempDirectory(folder, "chunk").resolve("chunk.mp4"));
        StoredObject stored = media.store()
                .put(new JobKeys(ticket.tenant(), ticket.jobId()).chunk(Track.VIDEO, 0, "mp4"), copy, "video/mp4")
                .blockOptional(Duration.ofSeconds(10))
                .orElseThrow();
        Rational length = clip.truth().duration();
        Stamp stamp = new Stamp(ticket, FlowStage.SPLIT, now.get());
        return java.util.stream.IntStream.range(0, CHUNKS)
                .mapToObj(index -> ChunkStored.newBuilder()
                        .setEventId(UUID.randomUUID())
                        .setOccurredAt(stamp.occurredAt())
                        .setJob(stamp.job())
                        .setTrack(MediaWire.track(Track.VIDEO))
                        .setIndex(index)
                        .setChunk(MediaWire.object(stored))
                        .setStart(MediaWire.rational(length.times(Rational.of(index, 1))))
                        .setDuration(MediaWire.rational(length))
                        .setFrames(clip.truth().frames())
                        .setInfo(MediaWire.info(Chunks.video().info()))
                        .build())
                .toList();
    }

    private static JobTicket ticket() {
        JobOptions plain = JobOptions.DEFAULTS;
        return RecordingContext.ticket(
                Recipe.ANALYZE,
                new JobOptions(
                        plain.filmLength(),
                        plain.chunkLength(),
                        plain.format(),
                        plain.maxHeight(),
                        ChunkFailurePolicy.SKIP,
                        "gemini",
                        Map.of()));
    }
}
