package dev.rushes.ingest.api;

import static dev.rushes.ingest.api.TusClient.header;
import static dev.rushes.ingest.api.TusClient.metadata;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rushes.ingest.ledger.TestDatabase;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Uploads outlive the instances that take them. */
class TusClusterTest {
    private static final String[] QUICK = {
        // A fresh process on a busy machine needs a while for its first answers.
        "rushes.database.answer-timeout=20s",
        "rushes.ingest.max-bytes=40MB",
        "rushes.uploads.lease=2s",
        "rushes.uploads.turn-timeout=20s"
    };

    private static final List<String> SMALL = List.of("-Xmx256m", "-XX:TieredStopAtLevel=1");

    @TempDir
    Path folder;

    private final List<String> database = TestDatabase.create();

    @Test
    void twoInstancesShareUploads() {
        byte[] footage = bytes(500_000);
        try (ApiServer first = server();
                ApiServer second = server();
                TusClient one = client(first);
                TusClient other = client(second)) {
            String path = one.create(footage.length, "Upload-Metadata", metadata("recipe", "highlights"));
            List<TusClient> turns = List.of(one, other);
            for (int from = 0; from < footage.length; from += 50_000) {
                TusClient next = turns.get(from / 50_000 % 2);
                assertThat(next.offset(path)).isEqualTo(from);
                assertThat(next.patch(path, from, Arrays.copyOfRange(footage, from, from + 50_000))
                                .statusCode())
                        .isEqualTo(204);
            }
            assertThat(one.get(path).body()).isEqualTo(footage);
            assertThat(header(one.head(path), "Job-Location")).isEqualTo(header(other.head(path), "Job-Location"));
            assertThat(first.log.facts.size() + second.log.facts.size()).isEqualTo(1);
        }
    }

    @Test
    void aClientThatComesBackThroughAnotherInstanceStopsItsStuckRequest() throws Exception {
        byte[] footage = bytes(2_000_000);
        try (ApiServer first = server();
                ApiServer second = server();
                TusClient one = client(first);
                TusClient other = client(second)) {
            String path = one.create(footage.length);
            try (Socket _ = one.begin(path, 0, footage.length, Arrays.copyOf(footage, 1_500_000))) {
                ApiTest.await("the first holds it", () -> first.files().stream()
                        .anyMatch(file -> file.contains(path.substring(path.lastIndexOf('/')))));
                Instant begin = Instant.now();
                long offset = other.offset(path);

                assertThat(Duration.between(begin, Instant.now())).isLessThan(Duration.ofSeconds(8));
                assertThat(offset).as("what was on its way is kept").isPositive();
                byte[] rest = Arrays.copyOfRange(footage, (int) offset, footage.length);
                assertThat(other.patch(path, offset, rest).statusCode()).isEqualTo(204);
                assertThat(other.get(path).body()).isEqualTo(footage);
            }
        }
    }

    @Test
    void ofManyThatWriteTheSameBytesAtOnceNoneSpoilsIt() {
        byte[] footage = bytes(300_000);
        try (ApiServer first = server();
                ApiServer second = server();
                TusClient one = client(first);
                TusClient other = client(second)) {
            String path = one.create(footage.length, "Upload-Metadata", metadata("recipe", "highlights"));
            List<CompletableFuture<Integer>> answers = new ArrayList<>();
            for (int number = 0; number < 8; number++) {
                TusClient client = number % 2 == 0 ? one : other;
                answers.add(CompletableFuture.supplyAsync(
                        () -> client.patch(path, 0, footage).statusCode()));
            }
            assertThat(answers.stream().map(CompletableFuture::join))
                    .allSatisfy(status -> assertThat(status).isIn(204, 409, 423));
            long offset = one.offset(path);
            assertThat(one.patch(path, offset, Arrays.copyOfRange(footage, (int) offset, footage.length))
                            .statusCode())
                    .isEqualTo(204);
            assertThat(other.get(path).body()).isEqualTo(footage);
            assertThat(first.log.facts.size() + second.log.facts.size()).isEqualTo(1);
        }
    }

    @Test
    void aRestartSavesWhatIsOnItsWay() throws Exception {
        byte[] footage = bytes(2_000_000);
        String path;
        try (ApiServer server = server();
                TusClient tus = client(server)) {
            path = tus.create(footage.length);
            Socket _ = tus.begin(path, 0, footage.length, Arrays.copyOf(footage, 1_200_000));
            ApiTest.await("it holds bytes", () -> server.files().stream()
                    .anyMatch(file -> file.contains(path.substring(path.lastIndexOf('/')))));
        }
        try (ApiServer server = server();
                TusClient tus = client(server)) {
            long offset = tus.offset(path);

            assertThat(offset).isPositive();
            byte[] rest = Arrays.copyOfRange(footage, (int) offset, footage.length);
            assertThat(tus.patch(path, offset, rest).statusCode()).isEqualTo(204);
            assertThat(tus.get(path).body()).isEqualTo(footage);
        }
    }

    @Test
    void killNineLosesNothingThatWasAcknowledged() throws Exception {
        byte[] footage = bytes(4_000_000);
        int port = TusProcess.freePort();
        Random random = new Random(3);
        try (TusClient tus = new TusClient(port)) {
            String path = "";
            long acknowledged = 0;
            for (int life = 0; life < 2; life++) {
                try (TusProcess process = TusProcess.start(port, SMALL, folder, database, QUICK)) {
                    path = life == 0 ? tus.create(footage.length, "Upload-Metadata", "filename YQ==") : path;
                    long offset = tus.offset(path);
                    assertThat(offset).isGreaterThanOrEqualTo(acknowledged);
                    acknowledged = offset + 600_000;
                    assertThat(tus.patch(path, offset, Arrays.copyOfRange(footage, (int) offset, (int) acknowledged))
                                    .statusCode())
                            .isEqualTo(204);
                    byte[] more = Arrays.copyOfRange(
                            footage, (int) acknowledged, (int) acknowledged + random.nextInt(300_000));
                    try (Socket _ = tus.begin(path, acknowledged, footage.length - acknowledged, more)) {
                        process.kill();
                    }
                }
            }
            try (TusProcess _ = TusProcess.start(port, SMALL, folder, database, QUICK)) {
                long offset = tus.offset(path);
                assertThat(offset).isGreaterThanOrEqualTo(acknowledged);
                byte[] rest = Arrays.copyOfRange(footage, (int) offset, footage.length);
                assertThat(tus.patch(path, offset, rest).statusCode()).isEqualTo(204);
                assertThat(tus.get(path).body()).isEqualTo(footage);
            }
        }
    }

    private ApiServer server() {
        return ApiServer.start(folder, database, QUICK);
    }

    private static TusClient client(ApiServer server) {
        return new TusClient(server.address("/").getPort());
    }

    private static byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }
}
