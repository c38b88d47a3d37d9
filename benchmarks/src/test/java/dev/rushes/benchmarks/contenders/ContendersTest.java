package dev.rushes.benchmarks.contenders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rushes.benchmarks.broker.Bus;
import dev.rushes.benchmarks.broker.Tally;
import dev.rushes.benchmarks.events.Backlog;
import dev.rushes.embedded.EmbeddedKafka;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whoever is compared must do the work. */
class ContendersTest {
    private static final int RECORDS = 100;

    @TempDir
    static Path folder;

    private static EmbeddedKafka kafka;
    private static Bus bus;
    private static Backlog backlog;

    @BeforeAll
    static void start() {
        kafka = EmbeddedKafka.start(folder);
        bus = new Bus(kafka.bootstrapServers());
        backlog = Backlog.write(bus, RECORDS, -1);
    }

    @AfterAll
    static void stop() {
        bus.close();
        kafka.close();
    }

    @ParameterizedTest
    @EnumSource
    void every_contender_does_every_record_once_and_commits_it(Kind kind) {
        if (kind == Kind.SHARE_CONSUMER) {
            bus.shareFromTheBeginning(kind.group());
        }
        Map<TopicPartition, Long> before = bus.ends(Backlog.OUTPUT);
        try (Contender contender = kind.start(kafka.bootstrapServers(), new Work(Duration.ofMillis(1), false))) {
            await().atMost(Duration.ofSeconds(60)).until(() -> bus.count(Backlog.OUTPUT) - Bus.sum(before) >= RECORDS);
            assertThat(contender.trouble()).isNull();
        }
        assertThat(Tally.of(bus, Backlog.OUTPUT, before, backlog.jobs())).isEqualTo(new Tally(RECORDS, RECORDS, 0, 0));
        if (kind != Kind.SHARE_CONSUMER) {
            assertThat(bus.committed(kind.group(), Backlog.INPUT)).isEqualTo(RECORDS);
        }
    }
}
