package dev.rushes.ingest.api;

import dev.rushes.ingest.ledger.TestDatabase;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A large file through tus-js-client into a server with a heap of 256 MB that is killed on the way; byte-exact in the end, or an error. Not part
 * of the build:
 *
 * <pre>
 *   mvn -pl ingest-service -am test-compile    and then, in ingest-service:
 *   java -cp … dev.rushes.ingest.api.TusCampaign MEGABYTES KILLS FOLDER [CHUNK_BYTES]
 * </pre>
 */
final class TusCampaign {
    private static final List<String> JVM = List.of("-Xmx256m");

    private TusCampaign() {}

    public static void main(String[] arguments) throws Exception {
        long megabytes = Long.parseLong(arguments[0]);
        int kills = Integer.parseInt(arguments[1]);
        Path folder = Files.createDirectories(Path.of(arguments[2]).toAbsolutePath());
        String chunk = arguments.length > 3 ? arguments[3] : "0";
        Path file = folder.resolve("footage");
        String expected = make(file, megabytes);
        int port = TusProcess.freePort();
        List<String> database = TestDatabase.create();
        Instant begin = Instant.now();
        double cpu = 0;
        long peak = 0;
        TusProcess server = start(port, folder, database);
        Process client = new ProcessBuilder(
                        "node",
                        "upload.mjs",
                        "tus-js",
                        "http://127.0.0.1:" + port + TusClient.FILES,
                        file.toString(),
                        chunk)
                .directory(Path.of("tus-clients").toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try {
            for (int kill = 1; kill <= kills; kill++) {
                awaitBytes(folder, (megabytes << 20) / (kills + 1) * kill, client);
                cpu += server.cpuSeconds();
                peak = Math.max(peak, peakKilobytes(server));
                server.kill();
                System.out.printf("kill %d at %d MB%n", kill, held(folder) >> 20);
                server = start(port, folder, database);
            }
            String said = new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            int status = client.waitFor();
            cpu += server.cpuSeconds();
            peak = Math.max(peak, peakKilobytes(server));
            Duration took = Duration.between(begin, Instant.now());
            JsonNode told = JsonMapper.shared().readTree(said);
            String found = status == 0 ? digest(told.path("url").asString()) : "";
            System.out.printf(
                    "%s: %d MB, %d kills, %d s, %.1f CPU seconds of the server, peak %d MB resident; %s%n",
                    found.equals(expected) ? "BYTE-EXACT" : "DIFFERS",
                    megabytes,
                    kills,
                    took.toSeconds(),
                    cpu,
                    peak / 1024,
                    said.strip());
            System.exit(found.equals(expected) ? 0 : 1);
        } finally {
            client.destroyForcibly();
            server.close();
        }
    }

    private static TusProcess start(int port, Path folder, List<String> database) throws IOException {
        return TusProcess.start(
                port,
                JVM,
                folder,
                database,
                "rushes.ingest.max-bytes=20GB",
                "rushes.database.answer-timeout=20s",
                "rushes.uploads.lease=5s");
    }

    private static String make(Path file, long megabytes) throws Exception {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        Random random = new Random(megabytes);
        byte[] block = new byte[1 << 20];
        try (OutputStream out = Files.newOutputStream(file)) {
            for (long number = 0; number < megabytes; number++) {
                random.nextBytes(block);
                digest.update(block);
                out.write(block);
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static String digest(String url) throws Exception {
        try (HttpClient http = HttpClient.newHttpClient()) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            try (InputStream in = http.send(
                            HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofInputStream())
                    .body()) {
                byte[] block = new byte[1 << 16];
                for (int count = in.read(block); count >= 0; count = in.read(block)) {
                    digest.update(block, 0, count);
                }
            }
            return HexFormat.of().formatHex(digest.digest());
        }
    }

    private static void awaitBytes(Path folder, long bytes, Process client) throws InterruptedException {
        while (client.isAlive() && held(folder) < bytes) {
            boolean unused = client.waitFor(50, java.util.concurrent.TimeUnit.MILLISECONDS);
        }
    }

    private static long held(Path folder) {
        try (Stream<Path> files = Files.walk(folder.resolve("store").resolve(".parts"))) {
            return files.mapToLong(
                            file -> file.toFile().isFile() ? file.toFile().length() : 0)
                    .sum();
        } catch (IOException | java.io.UncheckedIOException moving) {
            return 0;
        }
    }

    private static long peakKilobytes(TusProcess server) {
        try (Stream<String> lines = Files.lines(Path.of("/proc/" + server.pid() + "/status"))) {
            return lines.filter(line -> line.startsWith("VmHWM:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                    .findFirst()
                    .orElse(0);
        } catch (IOException ended) {
            return 0;
        }
    }
}
