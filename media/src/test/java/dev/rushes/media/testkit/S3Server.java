package dev.rushes.media.testkit;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A real S3 server (S3Proxy over a folder) in a process of its own: it checks signatures, knows multipart uploads and ranges. One for all tests
 * of a JVM, ended with it; every test takes a bucket of its own.
 */
public final class S3Server {
    public static final String ACCESS_KEY = "tests";
    public static final String SECRET_KEY = "a-secret-of-the-tests";
    private static @Nullable S3Server running;

    private final URI endpoint;
    private final Path folder;

    private S3Server(URI endpoint, Path folder) {
        this.endpoint = endpoint;
        this.folder = folder;
    }

    /** The server, started if it isn't running. */
    public static synchronized S3Server get() {
        if (running == null) {
            running = start();
        }
        return running;
    }

    /** Where it listens, on the loopback interface. */
    public URI endpoint() {
        return endpoint;
    }

    /** Makes an empty bucket and tells its name. */
    public String newBucket() {
        String name = "rushes-" + UUID.randomUUID();
        try {
            Files.createDirectory(folder.resolve(name));
            return name;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** A file with the server's credentials, as {@code rushes.store.s3.credentials-file} wants it. */
    public Path credentialsFile() {
        try {
            return Files.writeString(
                    Files.createTempFile("s3-", ".credentials"),
                    "[default]\naws_access_key_id=" + ACCESS_KEY + "\naws_secret_access_key=" + SECRET_KEY + "\n");
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** The file that holds an object's bytes, to damage them. */
    public Path file(String bucket, String key) {
        return folder.resolve(bucket).resolve(key);
    }

    private static S3Server start() {
        String jar = System.getProperty("rushes.test.s3-server", "");
        if (!Files.isRegularFile(Path.of(jar))) {
            throw new IllegalStateException("Expected the build to have fetched the S3 server of the tests as " + jar
                    + ", but it is not there. Run the tests with Maven, or mvn generate-test-resources once.");
        }
        try {
            Path folder = Files.createTempDirectory("rushes-s3-");
            URI endpoint = URI.create("http://127.0.0.1:" + freePort());
            Path settings = Files.write(
                    folder.resolve("s3proxy.properties"),
                    List.of(
                            "s3proxy.endpoint=" + endpoint,
                            "s3proxy.authorization=aws-v2-or-v4",
                            "s3proxy.identity=" + ACCESS_KEY,
                            "s3proxy.credential=" + SECRET_KEY,
                            "jclouds.provider=filesystem-nio2",
                            "jclouds.filesystem.basedir=" + Files.createDirectory(folder.resolve("buckets"))));
            Process process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-Xmx256m",
                            "-jar",
                            jar,
                            "--properties",
                            settings.toString())
                    .redirectErrorStream(true)
                    .start();
            Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
            awaitReady(process);
            return new S3Server(endpoint, folder.resolve("buckets"));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static void awaitReady(Process process) throws IOException {
        BufferedReader output =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        StringBuilder said = new StringBuilder();
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            said.append(line).append('\n');
            if (line.contains("Started") && line.contains("ServerConnector")) {
                Thread unused = Thread.ofVirtual().start(() -> output.lines().forEach(_ -> {}));
                return;
            }
        }
        throw new IllegalStateException("Expected the S3 server to start, but it ended:\n" + said);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
