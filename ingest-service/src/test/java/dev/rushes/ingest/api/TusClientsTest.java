package dev.rushes.ingest.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rushes.events.JobRequested;
import io.tus.java.client.TusUpload;
import io.tus.java.client.TusUploader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The official clients upload to a real server: tus-js-client and Uppy on Node, tus-java-client here. */
class TusClientsTest {
    private static final Path CLIENTS = Path.of("tus-clients");

    @TempDir
    static Path folder;

    private static ApiServer server;
    private static byte[] footage;
    private static Path file;

    @BeforeAll
    static void start() throws Exception {
        if (!Files.isDirectory(CLIENTS.resolve("node_modules"))) {
            assertThat(run("npm", "ci", "--no-audit", "--no-fund")).as("npm ci").isNotNull();
        }
        server = ApiServer.start(folder, "rushes.ingest.max-bytes=20MB");
        footage = new byte[9_000_001];
        new Random(7).nextBytes(footage);
        file = Files.write(folder.resolve("footage"), footage);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void noJobs() {
        server.log.facts.clear();
    }

    @ParameterizedTest(name = "{0}, {1} bytes a request, {2} at once")
    @CsvSource({"tus-js,0,1", "tus-js,1000000,1", "tus-js,0,3", "uppy,0,1", "uppy,4000000,1"})
    void anOfficialClientUploadsAndHearsOfItsJob(String client, int chunk, int parallel) throws Exception {
        String said = run(
                "node",
                "upload.mjs",
                client,
                server.address(TusClient.FILES).toString(),
                file.toString(),
                Integer.toString(chunk),
                Integer.toString(parallel));

        JsonNode told = JsonMapper.shared().readTree(said.lines().toList().getLast());
        assertThat(told.path("error").isMissingNode()).as(said).isTrue();
        assertIsThere(told.path("url")
                .asString()
                .substring(server.address("").toString().length()));
        assertThat(told.path("job").asString()).isEqualTo(job());
        JobRequested fact = (JobRequested) server.log.facts.getFirst();
        assertThat(fact.getSource().getFilename()).isEqualTo("birthday party.mov");
    }

    @Test
    void theJavaClientUploadsInSeveralRequests() throws Exception {
        io.tus.java.client.TusClient client = new io.tus.java.client.TusClient();
        client.setUploadCreationURL(server.address(TusClient.FILES).toURL());
        TusUpload upload = new TusUpload();
        upload.setSize(footage.length);
        upload.setInputStream(new ByteArrayInputStream(footage));
        upload.setFingerprint("footage");
        upload.setMetadata(Map.of("recipe", "highlights", "filename", "birthday party.mov"));

        TusUploader uploader = client.createUpload(upload);
        uploader.setChunkSize(100_000);
        uploader.setRequestPayloadSize(4_000_000);
        int sent = 0;
        while (sent >= 0) {
            sent = uploader.uploadChunk();
        }
        uploader.finish();

        assertIsThere(uploader.getUploadURL().getPath());
        assertThat(job()).startsWith("/api/v1/jobs/");
    }

    private static String job() {
        assertThat(server.log.facts).hasSize(1);
        return "/api/v1/jobs/" + ((JobRequested) server.log.facts.getFirst()).getJobId();
    }

    private static void assertIsThere(String path) {
        try (TusClient tus = new TusClient(server.address("/").getPort())) {
            assertThat(tus.get(path).body()).isEqualTo(footage);
        }
    }

    /** Runs a command beside the clients; what it says on standard output. */
    private static String run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Stream.of(List.of(command)).flatMap(List::stream).toList())
                .directory(CLIENTS.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor())
                .as("%s says %s", String.join(" ", command), said)
                .isZero();
        return said;
    }
}
