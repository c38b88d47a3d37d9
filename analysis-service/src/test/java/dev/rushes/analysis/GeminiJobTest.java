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
import dev.rushes.events.JobEventType;
import dev.rushes.flow.FlowStage;
import dev.rushes.flow.Recipe;
import dev.rushes.gemini.GeminiKey;
import dev.rushes.gemini.fake.FakeGemini;
import dev.rushes.gemini.fake.FakeSettings;
import dev.rushes.gemini.fake.JournalEntry;
import dev.rushes.gemini.fake.quota.Quota;
import dev.rushes.gemini.fake.scenario.Fault;
import dev.rushes.gemini.fake.scenario.Rule;
import dev.rushes.media.store.JobKeys;
import dev.rushes.media.store.ObjectStore;
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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.util.unit.DataSize;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A whole job's chunks through the engine, with a fifth of all calls refused, on one instance or two, and processes that die. */
class GeminiJobTest {
    private static final int CHUNKS = 60;
    private static final int PER_MINUTE = 20;

    /** So few that claims have to wait for them as well, and enough for two pieces, one for each instance. */
    private static final int TOKENS_PER_MINUTE = 30_000;

    private static final int LARGEST_CLAIM = 3_000;
    private static final int IN_FLIGHT = 2;
    private static final Duration MINUTE = Duration.ofMinutes(1);
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
        fake = FakeGemini.start(FakeSettings.with(clock()).with(new Quota(PER_MINUTE, TOKENS_PER_MINUTE, 0)), 0);
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
            assertThat(spent(harness))
                    .isEqualTo(bill(facts(harness), "microDollars"))
                    .isPositive();
            assertThat(harness.deadLetters()).isEmpty();
            // A refused call is no try.
            assertThat(harness.retries())
                    .isNotEmpty()
                    .allMatch(again -> again.next().attempt() == 1);
        }
    }

    /** Where in the life of a chunk the instance is killed. */
    enum Moment {
        /** The answer has come, and is paid; nobody has it but the process. */
        BEFORE_THE_ANSWER_IS_KEPT,
        /** The answer is kept; what it cost is written down and told nowhere. */
        BEFORE_THE_FINDINGS_ARE,
        /** The findings are there, and nobody has heard of them. */
        BEFORE_THE_FACT_IS_TOLD,
        /** The fact is told, and what the chunk cost is not. */
        BEFORE_THE_COST_IS_TOLD
    }

    /**
     * Two instances share the lanes and the job. One is killed at its tenth chunk: nothing that it does afterwards has any effect, on the log or in the store. The
     * other one gets its partition and what it has not finished. In the build at the first and the last moment, since each takes most of a minute; at all
     * with {@code -Drushes.gemini.moments=all}.
     */
    @ParameterizedTest
    @MethodSource("moments")
    void ofTwoInstancesOneIsKilledAndNoChunkIsAnalyzedTwiceAndTheMoneyIsExact(Moment moment) throws IOException {
        JobTicket ticket = ticket();
        MortalStore store = new MortalStore(media.store());
        try (StageHarness<ChunkToAnalyze, AnalyzedChunk> survivor = harness();
                StageHarness<ChunkToAnalyze, AnalyzedChunk> victim = harness(store)) {
            victim.own(Set.of(0), 2);
            survivor.own(Set.of(1), 2);
            survivor.at(1);
            victim.meet(survivor);
            dies(victim, store, moment);
            now = survivor::now;
            fake.follow(7, Rule.sometimes(Fault.QUOTA_MINUTE, 0.2));
            List<ChunkStored> chunks = chunks(ticket);
            chunks.subList(0, CHUNKS / 2).forEach(victim::deliver);
            chunks.subList(CHUNKS / 2, CHUNKS).forEach(survivor::deliver);

            boolean inherited = false;
            for (int second = 0; second < 3_600 && (!inherited || survivor.unfinished() > 0); second++) {
                victim.settle();
                survivor.settle();
                if (victim.crashed() && !inherited) {
                    inherited = true;
                    assertThat(survivor.unfinished()).as("in the middle").isPositive();
                    survivor.own(Set.of(0, 1), 2);
                    survivor.inherit(victim);
                } else if (!inherited) {
                    victim.advance(Duration.ofSeconds(1));
                }
                survivor.advance(Duration.ofSeconds(1));
            }
            survivor.settle();

            assertThat(inherited).isTrue();
            assertThat(survivor.unfinished()).isZero();
            ended(victim, survivor);
            assertThat(survivor.deadLetters()).isEmpty();
            List<ChunkAnalyzed> facts = facts(victim, survivor);
            assertThat(facts)
                    .as("told once, and once more if the victim had told it")
                    .hasSizeBetween(CHUNKS, CHUNKS + (moment == Moment.BEFORE_THE_COST_IS_TOLD ? 1 : 0));
            onceEach(facts, moment);
            // To the micro-dollar: what was told to the job is what the bills say, whoever died before telling it.
            assertThat(spent(victim, survivor))
                    .isEqualTo(bill(facts, "microDollars"))
                    .isPositive();
        }
    }

    /**
     * Each chunk was answered once. What the victim had asked when it died, one call for each worker, may have been answered besides, and is known to be
     * unknown.
     */
    private static Stream<Moment> moments() {
        return System.getProperty("rushes.gemini.moments", "").equals("all")
                ? Stream.of(Moment.values())
                : Stream.of(Moment.BEFORE_THE_ANSWER_IS_KEPT, Moment.BEFORE_THE_COST_IS_TOLD);
    }

    private void onceEach(List<ChunkAnalyzed> facts, Moment moment) {
        Map<UUID, JsonNode> bills = bills(facts);
        for (ChunkAnalyzed fact : facts) {
            JsonNode bill = Objects.requireNonNull(bills.get(fact.getEventId()));
            long unknown = bill.path("unknown").asLong();
            assertThat(bill.path("calls").asLong()).isEqualTo(1);
            assertThat(answers("Clip " + (fact.getIndex() + 1) + ","))
                    .as("answers about chunk " + fact.getIndex())
                    .isBetween(1L, 1 + unknown);
        }
        assertThat(bill(facts, "unknown")).isLessThanOrEqualTo(2);
        if (moment == Moment.BEFORE_THE_ANSWER_IS_KEPT) {
            assertThat(answers("")).isGreaterThan(CHUNKS);
        }
    }

    /** The victim dies over its tenth chunk. */
    private static void dies(StageHarness<ChunkToAnalyze, AnalyzedChunk> victim, MortalStore store, Moment moment) {
        AtomicInteger count = new AtomicInteger();
        switch (moment) {
            case BEFORE_THE_ANSWER_IS_KEPT ->
                store.diesOver(
                        key -> key.matches(".*/answers/[0-9a-f]{64}[.]json") && count.incrementAndGet() == 10,
                        victim::kill);
            case BEFORE_THE_FINDINGS_ARE ->
                store.diesOver(
                        key -> key.matches(".*/analysis/video-[0-9]+[.]json") && count.incrementAndGet() == 10,
                        victim::kill);
            case BEFORE_THE_FACT_IS_TOLD -> victim.crashBefore(letter -> diesWith(letter, store, count));
            case BEFORE_THE_COST_IS_TOLD -> victim.crashAfter(letter -> diesWith(letter, store, count));
        }
    }

    private static boolean diesWith(Letter letter, MortalStore store, AtomicInteger count) {
        boolean last = letter instanceof Letter.Fact fact
                && fact.record() instanceof ChunkAnalyzed
                && count.incrementAndGet() == 10;
        if (last) {
            store.die();
        }
        return last;
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
        ended(harness);
    }

    /**
     * All chunks are OK, many calls were refused, and none came that the limits do not allow. The fake counts for itself: calls and tokens that it answers by
     * its own quota, and here all calls, the refused ones too.
     */
    @SafeVarargs
    private void ended(StageHarness<ChunkToAnalyze, AnalyzedChunk>... instances) {
        assertThat(facts(instances)).allMatch(fact -> fact.getStatus() == AnalysisStatus.OK);
        assertThat(facts(instances).stream().map(ChunkAnalyzed::getEventId).distinct())
                .hasSize(CHUNKS);
        assertThat(fake.journal().stream()
                        .filter(entry -> entry.fault().isPresent())
                        .count())
                .isGreaterThan(CHUNKS / 10);
        assertThat(fake.journal().stream()
                        .filter(entry -> entry.status() == 429 && entry.fault().isEmpty()))
                .isEmpty();
        List<Instant> calls = fake.journal().stream()
                .filter(entry -> entry.what().contains("GenerateContent"))
                .map(JournalEntry::at)
                .sorted()
                .toList();
        for (int first = 0; first + PER_MINUTE < calls.size(); first++) {
            assertThat(calls.get(first + PER_MINUTE))
                    .as("%d calls later than the one of %s", PER_MINUTE, calls.get(first))
                    .isAfterOrEqualTo(calls.get(first).plus(MINUTE));
        }
        assertThat(fake.mostAtOnce()).as("calls at a time").isBetween(1, IN_FLIGHT);
    }

    @SafeVarargs
    private static List<ChunkAnalyzed> facts(StageHarness<ChunkToAnalyze, AnalyzedChunk>... instances) {
        return Stream.of(instances)
                .flatMap(instance -> instance.facts(ChunkAnalyzed.class).stream())
                .toList();
    }

    private long answers() {
        return answers("");
    }

    /** How often a question with these words was answered. */
    private long answers(String words) {
        return fake.journal().stream()
                .filter(entry -> entry.status() == 200
                        && entry.what().contains("GenerateContent")
                        && entry.body().contains(words))
                .count();
    }

    /** What the job has cost, as the ledger counts: each event once. */
    @SafeVarargs
    private static long spent(StageHarness<ChunkToAnalyze, AnalyzedChunk>... instances) {
        Map<UUID, Long> told = new HashMap<>();
        for (StageHarness<?, ?> instance : instances) {
            instance.events().stream()
                    .filter(event -> event.getType() == JobEventType.SPENT)
                    .forEach(event ->
                            told.put(event.getEventId(), event.getUsage().getMicroDollars()));
        }
        return told.values().stream().mapToLong(Long::longValue).sum();
    }

    private long bill(List<ChunkAnalyzed> facts, String field) {
        return bills(facts).values().stream()
                .mapToLong(bill -> bill.path(field).asLong())
                .sum();
    }

    /** The bill of each chunk, by its fact. */
    private Map<UUID, JsonNode> bills(List<ChunkAnalyzed> facts) {
        Map<UUID, JsonNode> bills = new HashMap<>();
        facts.forEach(fact -> bills.put(
                fact.getEventId(),
                document(MediaWire.object(fact.getFindings())).path("insight").path("bill")));
        return bills;
    }

    private JsonNode document(StoredObject findings) {
        byte[] bytes = media.store()
                .read(findings, 1 << 20)
                .blockOptional(Duration.ofSeconds(10))
                .orElseThrow();
        return JsonMapper.shared().readTree(bytes);
    }

    private StageHarness<ChunkToAnalyze, AnalyzedChunk> harness() {
        return harness(media.store());
    }

    private StageHarness<ChunkToAnalyze, AnalyzedChunk> harness(ObjectStore store) {
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
                        store,
                        clock(),
                        Map.of(GeminiKey.VARIABLE, FakeSettings.KEY)));
        AnalysisStage stage = new AnalysisStage(
                new Analyzers(List.of(analyzer)),
                store,
                new FindingsStore(store, DataSize.ofMegabytes(1), new CostMeters(new SimpleMeterRegistry())),
                media.workFolders());
        LaneDefinition lane = LaneDefinition.of(
                GeminiAnalyzer.lane(MODEL),
                FlowStage.ANALYSIS,
                LaneLimits.NONE
                        .withRequestsPerMinute(PER_MINUTE)
                        .withTokensPerMinute(TOKENS_PER_MINUTE, LARGEST_CLAIM)
                        .withInFlight(IN_FLIGHT));
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
