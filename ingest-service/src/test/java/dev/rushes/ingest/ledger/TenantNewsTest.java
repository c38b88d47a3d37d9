package dev.rushes.ingest.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rushes.ingest.ledger.domain.Facts;
import dev.rushes.ingest.ledger.domain.JobFact;
import dev.rushes.runtime.database.DatabaseConfiguration;
import dev.rushes.runtime.database.Migrations;
import dev.rushes.runtime.database.RowAccess;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

class TenantNewsTest {
    private static final List<String> TENANTS = List.of("alpha", "beta", "gamma");
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private static ConfigurableApplicationContext context;
    private static TenantNews news;
    private static LedgerProjector projector;

    @BeforeAll
    static void connect() {
        context = new SpringApplicationBuilder(DatabaseConfiguration.class)
                .web(WebApplicationType.NONE)
                .properties(TestDatabase.create().toArray(String[]::new))
                .run();
        DatabaseClient database = context.getBean(DatabaseClient.class);
        RowAccess access = context.getBean(RowAccess.class);
        context.getBean(Migrations.class).migrate("ledger");
        news = new TenantNews(database, access, Duration.ofSeconds(30));
        projector = new LedgerProjector(database, access, new LedgerMeters(new SimpleMeterRegistry()));
    }

    @AfterAll
    static void disconnect() {
        context.close();
    }

    /** The rule that a resumed stream rests on: nothing ever appears below a number that somebody has seen. */
    @Test
    void howeverManyProjectorsWriteAReaderFindsNoGapThatIsFilledLater() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        List<Mono<Void>> projectors = new ArrayList<>();
        for (int count = 0; count < 4; count++) {
            List<JobFact> facts = new ArrayList<>();
            for (int job = 0; job < 12; job++) {
                String tenant = TENANTS.get(job % TENANTS.size());
                List<JobFact> life = new Facts(UUID.randomUUID(), tenant).life(2);
                facts.addAll(life);
            }
            List<Mono<Void>> batches = new ArrayList<>();
            for (int from = 0; from < facts.size(); ) {
                int to = Math.min(facts.size(), from + 1 + random.nextInt(25));
                batches.add(projector.apply(facts.subList(from, to)));
                from = to;
            }
            projectors.add(Flux.concat(batches).then());
        }
        List<Long> seen = Collections.synchronizedList(new ArrayList<>());
        Mono<Void> work =
                Flux.fromIterable(projectors).flatMap(each -> each, 4).then().cache();
        Mono<List<Long>> look = Mono.defer(() -> news.lines("beta", seen.isEmpty() ? 0 : seen.getLast(), 7)
                .map(TenantNews.Line::position)
                .collectList()
                .doOnNext(seen::addAll));

        Mono.when(work, look.repeat().takeUntilOther(work)).block(PATIENCE);
        while (!look.blockOptional(PATIENCE).orElseThrow().isEmpty()) {}

        long last = news.head("beta").blockOptional(PATIENCE).orElseThrow().last();
        assertThat(last).isPositive();
        assertThat(seen)
                .as("seed %d", seed)
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, last).boxed().toList());
    }

    @Test
    void aTenantWithoutJobsHasAnEpochThatStays() {
        TenantNews.Head head = news.head("nobody yet").blockOptional(PATIENCE).orElseThrow();

        assertThat(head.last()).isZero();
        projector
                .apply(List.of(new Facts(UUID.randomUUID(), "nobody yet").requested()))
                .block(PATIENCE);
        assertThat(news.head("nobody yet").blockOptional(PATIENCE)).contains(new TenantNews.Head(head.epoch(), 1));
    }
}
