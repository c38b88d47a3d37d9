package dev.rushes.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rushes.embedded.EmbeddedKafka;
import dev.rushes.embedded.EmbeddedPostgres;
import dev.rushes.embedded.EmbeddedRegistry;
import dev.rushes.media.testkit.MediaFixture;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The five services as programs of their own ({@code java -jar}), around a broker, a registry and a database that none of them started. */
class ServicesIT {
    private static final String SPLIT = "rushes.split";
    private static final String LOG = ".log";

    @Test
    void fiveProgramsMakeAFilmAndTwoInstancesOfTheSplitShareItsPartitions(@TempDir Path folder) throws Exception {
        List<Process> programs = new ArrayList<>();
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(folder.resolve("postgres"));
                EmbeddedKafka kafka = EmbeddedKafka.start(folder.resolve("kafka"));
                EmbeddedRegistry registry = EmbeddedRegistry.start(folder.resolve("registry"), postgres)) {
            postgres.createDatabase("rushes");
            registry.awaitReady();
            List<String> settings = List.of(
                    "--rushes.kafka.bootstrap-servers=" + kafka.bootstrapServers(),
                    "--rushes.kafka.registry-url=" + registry.url(),
                    "--rushes.database.port=" + postgres.port(),
                    "--rushes.database.user=" + postgres.user(),
                    "--rushes.store.root=" + folder.resolve("objects"),
                    "--rushes.work.root=" + folder.resolve("work"),
                    "--rushes.links.secret-file=" + folder.resolve("link-secret"));
            int port = FreePort.find();
            programs.add(start("ingest", folder, settings, port));
            for (String service : List.of("split", "split", "analysis", "timeline", "render")) {
                // Nobody asks them anything: a port that was free a moment ago may be another test's by now.
                programs.add(start(service, folder, settings, 0));
            }

            try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
                assertThat(partitionsOfEachSplit(admin, programs))
                        .as(() -> whatTheySaid(folder))
                        .containsExactlyInAnyOrder(3, 3);
            }
            JsonNode job = make(new JobClient("http://127.0.0.1:" + port, Optional.empty()), footage(folder));
            assertThat(job.path("state").asString()).as(job.toString()).isEqualTo("COMPLETED");
        } finally {
            programs.forEach(Process::destroy);
            for (Process program : programs) {
                if (!program.waitFor(60, TimeUnit.SECONDS)) {
                    program.destroyForcibly().waitFor();
                }
            }
        }
    }

    private static Process start(String service, Path folder, List<String> settings, int port) throws IOException {
        Path jar;
        try (Stream<Path> files = Files.list(Path.of("..", service + "-service", "target"))) {
            jar = files.filter(file -> file.toString().endsWith("-app.jar"))
                    .findFirst()
                    .orElseThrow();
        }
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-jar",
                jar.toRealPath().toString(),
                "--server.port=" + port));
        command.addAll(settings);
        return new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(Files.createTempFile(folder, service + "-", LOG).toFile())
                .start();
    }

    /** Why a program could not start is in the last lines of its log. */
    private static String whatTheySaid(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(LOG))
                    .map(file -> file.getFileName() + ":\n" + lastLines(file))
                    .collect(Collectors.joining("\n"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String lastLines(Path log) {
        try (Stream<String> lines = Files.lines(log)) {
            List<String> all = lines.toList();
            return String.join("\n", all.subList(Math.max(0, all.size() - 30), all.size()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits until two members have joined and hold all six partitions between them. */
    private static List<Integer> partitionsOfEachSplit(Admin admin, List<Process> programs) throws Exception {
        long deadline = System.nanoTime() + Duration.ofMinutes(5).toNanos();
        List<Integer> shares = List.of();
        while (System.nanoTime() < deadline && programs.stream().allMatch(Process::isAlive)) {
            shares = shares(admin);
            // A cooperative hand-over takes two steps: between them one member has everything or some partitions have
            // nobody.
            if (shares.stream().sorted().toList().equals(List.of(3, 3))) {
                return shares;
            }
            Thread.sleep(500);
        }
        return shares;
    }

    private static List<Integer> shares(Admin admin) throws Exception {
        try {
            ConsumerGroupDescription group = admin.describeConsumerGroups(List.of(SPLIT))
                    .all()
                    .get(10, TimeUnit.SECONDS)
                    .values()
                    .iterator()
                    .next();
            return group.members().stream()
                    .map(member -> member.assignment().topicPartitions().size())
                    .toList();
        } catch (ExecutionException | TimeoutException e) {
            // Six programs that start at once on two cores keep the broker waiting.
            return List.of();
        }
    }

    private static JsonNode make(JobClient client, Path footage) throws Exception {
        long deadline = System.nanoTime() + Duration.ofMinutes(2).toNanos();
        while (true) {
            try {
                JsonNode job = client.upload(
                        footage, new JobWish("highlights", Optional.of(Duration.ofSeconds(3)), "mp4", 480));
                String path = "api/v1/jobs/" + job.path("id").asString();
                try (Stream<String> lines = client.stream(path + "/events")) {
                    lines.forEach(line -> {});
                }
                return client.get(path);
            } catch (IOException e) {
                if (System.nanoTime() > deadline) {
                    throw e;
                }
                Thread.sleep(500);
            }
        }
    }

    private static Path footage(Path folder) throws IOException {
        return new MediaFixture(folder.resolve("footage")).footage().shots().file();
    }
}
