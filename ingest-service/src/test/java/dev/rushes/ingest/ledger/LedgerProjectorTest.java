package dev.rushes.ingest.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rushes.flow.FlowStage;
import dev.rushes.ingest.ledger.domain.Facts;
import dev.rushes.ingest.ledger.domain.Job;
import dev.rushes.ingest.ledger.domain.JobFact;
import dev.rushes.ingest.ledger.domain.JobState;
import dev.rushes.ingest.ledger.domain.Section;
import dev.rushes.runtime.database.DatabaseConfiguration;
import dev.rushes.runtime.database.Migrations;
import dev.rushes.runtime.database.RowAccess;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.r2dbc.core.DatabaseClient;

class LedgerProjectorTest {
    private static final List<String> TABLES =
            List.of("jobs", "events", "units", "chunks", "outputs", "spending", "erased_spending");

    private static ConfigurableApplicationContext context;
    private static DatabaseClient database;
    private static RowAccess access;
    private static Ledger ledger;
    private static LedgerProjector projector;

    @BeforeAll
    static void connect() {
        context = new SpringApplicationBuilder(DatabaseConfiguration.class)
                .web(WebApplicationType.NONE)
                .properties(TestDatabase.create().toArray(String[]::new))
                .run();
        database = context.getBean(DatabaseClient.class);
        access = context.getBean(RowAccess.class);
        context.getBean(Migrations.class).migrate("ledger");
        ledger = new Ledger(database, access, Duration.ofSeconds(30));
        projector = new LedgerProjector(database, access, new LedgerMeters(new SimpleMeterRegistry()));
    }

    @AfterAll
    static void disconnect() {
        context.close();
    }

    @BeforeEach
    void empty() {
        for (String table : List.of("jobs", "erased", "erased_spending")) {
            access.ofAll(database.sql("delete from ledger." + table).then()).block();
        }
    }

    @Test
    void ofAnErasedJobOnlyATombstoneIsLeftAndWhatComesLaterBringsNothingBack() {
        UUID id = UUID.randomUUID();
        Facts facts = new Facts(id);
        List<JobFact> life = facts.life(2);
        JobFact erased = facts.erased();
        List<JobFact> later = facts.run(2).life(2);
        List<JobFact> log = new ArrayList<>(life);
        log.add(erased);
        log.addAll(later);
        Tombstones tombstones = new Tombstones(database, access, Duration.ofSeconds(30));
        for (int split = 0; split <= log.size(); split++) {
            empty();
            projector.apply(log.subList(0, split)).block();
            projector.apply(log.subList(split, log.size())).block();
            projector.apply(log).block();

            assertThat(ledger.find("default", id).block()).isNull();
            assertThat(ledger.isErased("default", id).block()).isTrue();
            Tombstone tombstone = tombstones.find("default", id).blockOptional().orElseThrow();
            assertThat(tombstone.askedBy()).isEqualTo("key of somebody");
            assertThat(tombstone.doneAt()).isEmpty();
            assertThat(tombstones.find("beta", id).block()).isNull();
        }
    }

    @Test
    void anErasureThatClaimsAnotherTenantErasesNothing() {
        UUID id = UUID.randomUUID();
        projector.apply(new Facts(id, "alpha").life(2)).block();

        projector.apply(List.of(new Facts(id, "beta").erased())).block();

        assertThat(ledger.find("alpha", id).block()).isNotNull();
        assertThat(ledger.isErased("alpha", id).block()).isNull();
        assertThat(ledger.isErased("beta", id).block()).isNull();
    }

    @Test
    void whatTriesCostThatEndAfterTheErasureCountsOnceAndNothingElseDoes() {
        UUID id = UUID.randomUUID();
        Facts facts = new Facts(id);
        List<JobFact> log = new ArrayList<>(facts.life(2));
        log.add(facts.erased());
        log.add(facts.spent(FlowStage.RENDER, 1, 10, 100));
        log.add(facts.progressed(FlowStage.RENDER, 1, 0.5));
        log.add(facts.spent(FlowStage.RENDER, 2, 10, 1_000));
        for (int split = 0; split <= log.size(); split++) {
            empty();
            projector.apply(log.subList(0, split)).block();
            projector.apply(log.subList(split, log.size())).block();
            projector.apply(log).block();

            assertThat(ledger.find("default", id).block()).isNull();
            assertThat(ledger.spentSince("default", java.time.Instant.EPOCH).block())
                    .as("two chunks at 7 and two tries that ended late")
                    .isEqualTo(2 * 7 + 100 + 1_000);
        }
    }

    @Test
    void whatAnotherTenantSaysThatAnErasedJobHasCostDoesNotCount() {
        UUID id = UUID.randomUUID();
        projector
                .apply(List.of(new Facts(id, "alpha").requested(), new Facts(id, "alpha").erased()))
                .block();

        projector
                .apply(List.of(new Facts(id, "beta").spent(FlowStage.RENDER, 1, 10, 100)))
                .block();

        for (String tenant : List.of("alpha", "beta")) {
            assertThat(ledger.spentSince(tenant, java.time.Instant.EPOCH).block())
                    .isZero();
        }
    }

    @Test
    void theTimeOfARunIsNotThatOfALaterOneWhichTheLogHeardOfFirst() {
        UUID id = UUID.randomUUID();
        Facts first = new Facts(id);
        List<JobFact> log = new ArrayList<>(first.life(2));
        JobFact expired = first.expired();
        Facts second = new Facts(id).run(2);
        log.add(second.requested());
        log.add(expired);
        log.add(second.started(FlowStage.UPLOAD));
        for (int split = 0; split <= log.size(); split++) {
            empty();
            projector.apply(log.subList(0, split)).block();
            projector.apply(log.subList(split, log.size())).block();
            projector.apply(log).block();

            assertThat(ledger.find("default", id).blockOptional().orElseThrow().run())
                    .isEqualTo(2);
        }

        projector.apply(List.of(second.expired())).block();
        assertThat(ledger.find("default", id).block()).isNull();
        assertThat(ledger.forgotten("default", id).map(Ledger.Forgotten::byTime).block())
                .isTrue();
    }

    @Test
    void aTombstoneThatIsTakenIsNobodyElsesUntilItsLeaseIsOver() {
        UUID id = UUID.randomUUID();
        projector
                .apply(List.of(new Facts(id).requested(), new Facts(id).erased()))
                .block();
        Tombstones tombstones = new Tombstones(database, access, Duration.ofSeconds(30));

        assertThat(tombstones.take(Duration.ofMinutes(1), 10).collectList().block())
                .hasSize(1);
        assertThat(tombstones.take(Duration.ofMinutes(1), 10).collectList().block())
                .isEmpty();
        tombstones.troubled(id, "StoreFailure", java.time.Instant.EPOCH).block();
        assertThat(tombstones.take(Duration.ofMinutes(1), 10).collectList().block())
                .singleElement()
                .satisfies(again -> {
                    assertThat(again.troubles()).isEqualTo(1);
                    assertThat(again.problem()).isEqualTo("StoreFailure");
                });
        tombstones.done(id, java.time.Instant.EPOCH).block();
        assertThat(tombstones.take(Duration.ZERO, 10).collectList().block()).isEmpty();
        assertThat(tombstones.unfinished().block()).isZero();
    }

    @Test
    void aWholeLifeEndsInRowsThatTellIt() {
        UUID id = UUID.randomUUID();
        projector.apply(new Facts(id).life(3)).block();

        Job job = ledger.find("default", id).blockOptional().orElseThrow();
        assertThat(job.state()).isEqualTo(JobState.COMPLETED);
        assertThat(job.progress().overall()).isEqualTo(100);
        assertThat(job.media().orElseThrow().info().video().orElseThrow().displayWidth())
                .isEqualTo(1080);
        assertThat(job.warnings()).containsExactly("The footage is silent.");
        assertThat(ledger.chunks("default", id, 0, 10).collectList().block())
                .hasSize(3)
                .allSatisfy(chunk -> {
                    assertThat(chunk.object()).isPresent();
                    assertThat(chunk.findings()).isPresent();
                    assertThat(chunk.status()).contains("OK");
                });
        assertThat(ledger.films("default", id)
                        .map(Section.Film::name)
                        .collectList()
                        .block())
                .containsExactly("film");
        assertThat(ledger.entries("default", id, 0, 100)
                        .map(Ledger.Entry::sequence)
                        .collectList()
                        .block())
                .containsExactlyElementsOf(java.util.stream.LongStream.rangeClosed(1, job.version())
                        .boxed()
                        .toList());
    }

    @Test
    void readingTheLogAgainLeavesEveryRowAsItWas() {
        List<JobFact> log = manyLives(7, 12);
        inBatches(log, new Random(1));
        Map<String, List<String>> before = dump();

        inBatches(log, new Random(2));

        assertThat(dump()).isEqualTo(before);
    }

    @Test
    void rebuiltFromTheLogTheLedgerIsTheSameRowForRowHoweverTheBatchesFall() {
        List<JobFact> log = manyLives(11, 12);
        inBatches(log, new Random(3));
        Map<String, List<String>> before = dump();

        access.ofAll(database.sql("delete from ledger.jobs").then()).block();
        inBatches(log, new Random(4));

        assertThat(dump()).isEqualTo(before);
    }

    @Test
    void batchesThatComeTwiceAreHarmless() {
        List<JobFact> log = manyLives(13, 8);
        inBatches(log, new Random(5));
        Map<String, List<String>> once = dump();
        access.ofAll(database.sql("delete from ledger.jobs").then()).block();

        Random random = new Random(6);
        for (int from = 0; from < log.size(); ) {
            int to = Math.min(log.size(), from + 1 + random.nextInt(40));
            List<JobFact> batch = log.subList(from, to);
            projector.apply(batch).block();
            if (random.nextBoolean()) {
                projector.apply(batch).block();
            }
            from = to;
        }

        assertThat(dump()).isEqualTo(once);
    }

    @Test
    void theFirstEndStays() {
        UUID id = UUID.randomUUID();
        Facts facts = new Facts(id);
        projector
                .apply(List.of(facts.requested(), facts.started(FlowStage.UPLOAD), facts.cancelled()))
                .block();

        projector
                .apply(List.of(
                        facts.finished(FlowStage.UPLOAD, facts.media()),
                        facts.completed(),
                        facts.failed(FlowStage.RENDER)))
                .block();

        Job job = ledger.find("default", id).blockOptional().orElseThrow();
        assertThat(job.state()).isEqualTo(JobState.CANCELLED);
        assertThat(job.version()).isEqualTo(3);
        assertThat(job.media()).isEmpty();
        assertThat(ledger.films("default", id).collectList().block()).isEmpty();
    }

    @Test
    void aBatchIsAppliedWholeOrNotAtAll() {
        UUID good = UUID.randomUUID();
        Facts bad = new Facts(UUID.randomUUID());
        JobFact poison = bad.fact(
                dev.rushes.ingest.ledger.domain.FactType.STAGE_STARTED,
                Optional.of(FlowStage.UPLOAD),
                Optional.of("unit\u0000"),
                1,
                List.of());

        assertThat(projector
                        .apply(List.of(new Facts(good).requested(), poison))
                        .onErrorResume(_ -> reactor.core.publisher.Mono.empty())
                        .block())
                .isNull();

        assertThat(ledger.find("default", good).block()).isNull();
    }

    @Test
    void aJobOfSomebodyElseDoesNotExist() {
        UUID id = UUID.randomUUID();
        projector.apply(new Facts(id, "alpha").life(2)).block();

        assertThat(ledger.find("beta", id).block()).isNull();
        assertThat(ledger.entries("beta", id, 0, 10).collectList().block()).isEmpty();
        assertThat(ledger.chunks("beta", id, 0, 10).collectList().block()).isEmpty();
        assertThat(ledger.films("beta", id).collectList().block()).isEmpty();
        assertThat(ledger.list("beta", new Ledger.Listing(JobFilter.ALL, Optional.empty(), 10))
                        .collectList()
                        .block())
                .isEmpty();
        assertThat(ledger.counts("beta", JobFilter.ALL)
                        .blockOptional()
                        .orElseThrow()
                        .values())
                .containsOnly(0L);
        assertThat(ledger.find("alpha", id).block()).isNotNull();
    }

    /** Lives of several jobs, woven into each other, each in its own order: some fail and are retried, some are cancelled. */
    private static List<JobFact> manyLives(long seed, int jobs) {
        Random random = new Random(seed);
        List<List<JobFact>> lives = new ArrayList<>();
        for (int job = 0; job < jobs; job++) {
            Facts facts =
                    new Facts(new UUID(0x0195f00000007000L, 0x8000000000000000L | ((seed << 32) + ((long) job << 16))));
            List<JobFact> life = new ArrayList<>(facts.life(1 + random.nextInt(4)));
            if (random.nextInt(3) == 0) {
                life.add(1 + random.nextInt(life.size() - 1), facts.failed(FlowStage.SPLIT));
                life.addAll(facts.run(2).life(2));
            }
            if (random.nextInt(4) == 0) {
                life.add(random.nextInt(life.size()), facts.cancelled());
            }
            lives.add(life);
        }
        List<JobFact> log = new ArrayList<>();
        while (!lives.isEmpty()) {
            List<JobFact> life = lives.get(random.nextInt(lives.size()));
            log.add(life.removeFirst());
            lives.removeIf(List::isEmpty);
        }
        return log;
    }

    private static void inBatches(List<JobFact> log, Random random) {
        for (int from = 0; from < log.size(); ) {
            int to = Math.min(log.size(), from + 1 + random.nextInt(60));
            projector.apply(log.subList(from, to)).block();
            from = to;
        }
    }

    private static Map<String, List<String>> dump() {
        Map<String, List<String>> rows = new LinkedHashMap<>();
        for (String table : TABLES) {
            rows.put(
                    table,
                    access.ofAll(database.sql("select t::text as line from ledger." + table + " t order by 1")
                                    .map((row, _) -> String.valueOf(row.get("line", String.class)))
                                    .all())
                            .collectList()
                            .block());
        }
        assertThat(rows.get("events")).isNotEmpty();
        return rows;
    }
}
