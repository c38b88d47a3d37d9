package dev.rushes.ingest.retention;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rushes.ingest.ledger.TestDatabase;
import dev.rushes.ingest.retention.Expiries.Claim;
import dev.rushes.ingest.retention.Expiries.Hold;
import dev.rushes.ingest.retention.Expiries.Standing;
import dev.rushes.ingest.retention.domain.Expiring;
import dev.rushes.ingest.retention.domain.RetentionTerms;
import dev.rushes.ingest.retention.domain.TermsBook;
import dev.rushes.runtime.database.DatabaseConfiguration;
import dev.rushes.runtime.database.Migrations;
import dev.rushes.runtime.database.RowAccess;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Who has a job's row, in a real Postgres: the one who removes its files, or the one who wants it to go on. */
class ExpiriesTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Instant END = Instant.parse("2026-03-01T10:00:00Z");
    private static final TermsBook.Group ALL = new TermsBook(
                    new RetentionTerms(
                            Duration.ofDays(7), Duration.ofDays(30), Duration.ofDays(30), Duration.ofDays(90)),
                    Map.of())
            .groups()
            .getFirst();

    private static ConfigurableApplicationContext context;
    private static DatabaseClient database;
    private static RowAccess access;
    private static Expiries expiries;

    @BeforeAll
    static void connect() {
        context = new SpringApplicationBuilder(DatabaseConfiguration.class)
                .web(WebApplicationType.NONE)
                .properties(TestDatabase.create().toArray(String[]::new))
                .run();
        database = context.getBean(DatabaseClient.class);
        access = context.getBean(RowAccess.class);
        Migrations migrations = context.getBean(Migrations.class);
        migrations.migrate("ledger");
        migrations.migrate("retention");
        expiries = new Expiries(database, access, PATIENCE);
    }

    @AfterAll
    static void disconnect() {
        context.close();
    }

    @BeforeEach
    void empty() {
        sql("delete from retention.expiries");
        sql("delete from ledger.jobs");
    }

    @Test
    void whoWantsTheJobToGoOnComesFirstOrNotAtAll() {
        UUID removed = ended();
        assertThat(claim()).isEqualTo(1);
        assertThat(hold(removed)).isEqualTo(Hold.BUSY);

        UUID goingOn = ended();
        assertThat(hold(goingOn)).isEqualTo(Hold.HELD);
        assertThat(claim()).isZero();
        assertThat(hold(goingOn)).as("who asks again").isEqualTo(Hold.HELD);
        assertThat(take()).extracting(Claim::jobId).containsExactly(removed);
    }

    @Test
    void ofManyWhoComeAtOnceForOneJobOneKindWins() {
        for (int round = 0; round < 20; round++) {
            UUID job = ended();
            List<Object> won = Flux.<Object>merge(
                            expiries.hold("default", job, MINUTE),
                            expiries.claim(ALL, Expiring.WORK, due(), 10),
                            expiries.hold("default", job, MINUTE),
                            expiries.claim(ALL, Expiring.WORK, due(), 10))
                    .collectList()
                    .blockOptional(PATIENCE)
                    .orElseThrow();

            boolean claimed = won.contains(1L);
            assertThat(won.contains(Hold.HELD)).as("%s", won).isNotEqualTo(claimed);
            assertThat(won.contains(Hold.BUSY)).as("%s", won).isEqualTo(claimed);
            empty();
        }
    }

    @Test
    void whatIsTakenIsNobodyElsesAndWhoComesTooLateHasLostIt() {
        UUID unused = ended();
        assertThat(claim()).isEqualTo(1);
        Claim slow = take().getFirst();
        assertThat(take()).isEmpty();

        sql("update retention.expiries set look_at = now() - interval '1 second'");
        Claim other = take().getFirst();

        assertThat(expiries.renew(slow, MINUTE).block(PATIENCE)).isNull();
        assertThat(expiries.renew(other, MINUTE).block(PATIENCE)).isEqualTo(other);
    }

    @Test
    void whoWantsTheJobToGoOnOnceMoreIsNotForgottenWithTheFirstTime() {
        UUID job = ended();
        assertThat(hold(job)).isEqualTo(Hold.HELD);
        sql("update retention.expiries set look_at = now() - interval '1 second'");
        Claim over = take().getFirst();
        assertThat(over.standing()).isEqualTo(Standing.HELD);

        assertThat(hold(job)).isEqualTo(Hold.HELD);
        expiries.letGo(over).block(PATIENCE);

        assertThat(claim()).as("still held").isZero();
    }

    @Test
    void whatHasHappenedToAJobSinceIsKnownWhenItIsTaken() {
        UUID over = ended();
        UUID on = ended();
        UUID forgotten = ended();
        assertThat(claim()).isEqualTo(3);
        sql("update ledger.jobs set run = 2, finished_at = null, state = 'RUNNING' where id = '" + on + "'");
        sql("delete from ledger.jobs where id = '" + forgotten + "'");

        assertThat(take())
                .extracting(Claim::jobId, Claim::standing)
                .containsExactlyInAnyOrder(
                        org.assertj.core.groups.Tuple.tuple(over, Standing.OVER),
                        org.assertj.core.groups.Tuple.tuple(on, Standing.WENT_ON),
                        org.assertj.core.groups.Tuple.tuple(forgotten, Standing.FORGOTTEN));
    }

    @Test
    void whatIsGoneIsNotDueAgainUntilAFurtherRun() {
        UUID job = ended();
        assertThat(claim()).isEqualTo(1);
        expiries.gone(take().getFirst()).block(PATIENCE);

        assertThat(claim()).isZero();
        assertThat(expiries.gone("default", job).block(PATIENCE)).isEqualTo(new Expiries.Gone(true, false));
        assertThat(expiries.gone("other", job).block(PATIENCE)).isNull();
        sql("update ledger.jobs set run = 2 where id = '" + job + "'");
        assertThat(expiries.gone("default", job).block(PATIENCE)).isEqualTo(new Expiries.Gone(false, false));
        assertThat(claim()).isEqualTo(1);
    }

    private static Instant due() {
        return END.plus(Duration.ofDays(7));
    }

    private static long claim() {
        return expiries.claim(ALL, Expiring.WORK, due(), 10)
                .blockOptional(PATIENCE)
                .orElseThrow();
    }

    private static List<Claim> take() {
        return expiries.take(MINUTE, 10).collectList().blockOptional(PATIENCE).orElseThrow();
    }

    private static Hold hold(UUID job) {
        return expiries.hold("default", job, MINUTE).blockOptional(PATIENCE).orElseThrow();
    }

    /** A job whose only run is over. */
    private static UUID ended() {
        UUID job = UUID.randomUUID();
        access.ofAll(database.sql("""
                        insert into ledger.jobs (id, tenant, run, state, recipe, route, labels, requested_run, stages, overall, warnings,
                            trace_id, created_at, updated_at, finished_at, version)
                        values (:id, 'default', 1, 'COMPLETED', '', '{}', '{}', 1, '[]', 100, '[]', '', :end, :end, :end, 1)
                        """)
                        .bind("id", job)
                        .bind("end", END.atOffset(ZoneOffset.UTC))
                        .then())
                .block(PATIENCE);
        return job;
    }

    private static void sql(String statement) {
        Mono<Void> done = access.ofAll(database.sql(statement).then());
        done.block(PATIENCE);
    }
}
