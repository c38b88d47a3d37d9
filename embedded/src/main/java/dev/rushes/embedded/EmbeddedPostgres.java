package dev.rushes.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A Postgres server as a child of this process, on a free port of loopback, with its data on disk. Started again on the same folder it goes on
 * where it was, also after {@code kill -9}: a server that an earlier process left behind is stopped first.
 */
public final class EmbeddedPostgres implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedPostgres.class);
    private static final String USER = "postgres";
    private static final Duration STOP_WAIT = Duration.ofSeconds(20);

    private final io.zonky.test.db.postgres.embedded.EmbeddedPostgres server;
    private final LeashedProcess leash;

    private EmbeddedPostgres(io.zonky.test.db.postgres.embedded.EmbeddedPostgres server, LeashedProcess leash) {
        this.server = server;
        this.leash = leash;
    }

    /**
     * Starts a server and returns when it accepts connections.
     *
     * @param folder where its data is kept; created if it does not exist
     */
    public static EmbeddedPostgres start(Path folder) {
        try {
            Files.createDirectories(folder);
            Path data = folder.resolve("data");
            stopLeftover(data);
            Path log = folder.resolve("postgres.log");
            var server = io.zonky.test.db.postgres.embedded.EmbeddedPostgres.builder()
                    .setDataDirectory(data)
                    .setCleanDataDirectory(false)
                    .setRegisterShutdownHook(false)
                    .setOverrideWorkingDirectory(programs().toFile())
                    .setPGStartupWait(Duration.ofSeconds(30))
                    .setErrorRedirector(ProcessBuilder.Redirect.appendTo(log.toFile()))
                    .setOutputRedirector(ProcessBuilder.Redirect.appendTo(log.toFile()))
                    // The library is made for tests and turns these off; people's data deserves them.
                    .setServerConfig("fsync", "on")
                    .setServerConfig("synchronous_commit", "on")
                    .setServerConfig("max_connections", "60")
                    .setServerConfig("shared_buffers", "32MB")
                    .setServerConfig("listen_addresses", "127.0.0.1")
                    .setServerConfig("unix_socket_directories", "")
                    .start();
            return new EmbeddedPostgres(server, leash(folder, pid(data).orElseThrow()));
        } catch (IOException e) {
            throw new EmbeddedFailure(
                    "Expected the embedded Postgres to start in " + folder + ", but: " + e.getMessage() + " (its log: "
                            + folder.resolve("postgres.log") + ")",
                    e);
        }
    }

    public int port() {
        return server.getPort();
    }

    /** Name of the superuser; connections from loopback need no password. */
    public String user() {
        return USER;
    }

    /** Creates a database if it does not exist. */
    public void createDatabase(String name) {
        try (Connection connection = DriverManager.getConnection(url("postgres"), USER, "");
                PreparedStatement query = connection.prepareStatement("select 1 from pg_database where datname = ?");
                Statement statement = connection.createStatement()) {
            query.setString(1, name);
            try (ResultSet rows = query.executeQuery()) {
                if (!rows.next()) {
                    statement.execute("create database " + statement.enquoteIdentifier(name, true));
                }
            }
        } catch (SQLException e) {
            throw new EmbeddedFailure("Expected to create the database " + name + ", but: " + e.getMessage(), e);
        }
    }

    /** JDBC address of a database. */
    public String url(String database) {
        return "jdbc:postgresql://127.0.0.1:" + port() + "/" + database;
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            LOG.warn("Expected Postgres to stop, but: {}", e.getMessage());
        } finally {
            leash.close();
        }
    }

    /** Postgres detaches itself from its parent, so a watcher holds the leash in its place. */
    private static LeashedProcess leash(Path folder, long pid) throws IOException {
        String watch = "trap 'kill -INT \"$1\"; exit' TERM; while kill -0 \"$1\" 2>/dev/null; do sleep 0.2; done";
        return LeashedProcess.start(
                List.of("/bin/sh", "-c", watch, "rushes-postgres-leash", Long.toString(pid)),
                Map.of("PATH", "/usr/bin:/bin"),
                folder,
                folder.resolve("leash.log"));
    }

    /** Where the server's programs are unpacked once for all data folders of this user. */
    private static Path programs() throws IOException {
        String cache = System.getProperty(
                "rushes.cache",
                Path.of(System.getProperty("user.home"), ".cache", "rushes").toString());
        return Files.createDirectories(Path.of(cache, "postgres"));
    }

    private static void stopLeftover(Path data) throws IOException {
        Optional<ProcessHandle> leftover = pid(data).flatMap(ProcessHandle::of).filter(handle -> handle.info()
                .command()
                .map(command -> command.endsWith("postgres"))
                .orElse(false));
        if (leftover.isEmpty()) {
            // The note of a server that died with the machine would make the new one refuse to start.
            Files.deleteIfExists(data.resolve("postmaster.pid"));
            return;
        }
        LOG.info(
                "Stopping a Postgres (process {}) that an earlier run left behind",
                leftover.get().pid());
        leftover.get().destroy();
        try {
            leftover.get().onExit().get(STOP_WAIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while stopping an earlier Postgres", e);
        } catch (java.util.concurrent.ExecutionException | TimeoutException e) {
            throw new IOException(
                    "an earlier Postgres (process " + leftover.get().pid() + ") did not stop", e);
        }
    }

    private static Optional<Long> pid(Path data) throws IOException {
        Path file = data.resolve("postmaster.pid");
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        return Files.readAllLines(file).stream().findFirst().map(String::trim).map(Long::valueOf);
    }
}
