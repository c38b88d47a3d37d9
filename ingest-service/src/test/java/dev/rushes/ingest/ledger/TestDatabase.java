package dev.rushes.ingest.ledger;

import dev.rushes.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** One real Postgres for all tests of this module, with a database of its own for each class that asks. */
public final class TestDatabase {
    private static final AtomicInteger DATABASES = new AtomicInteger();

    private TestDatabase() {}

    /** Settings that point at a new, empty database, as {@code key=value}. */
    public static List<String> create() {
        String name = "test" + DATABASES.incrementAndGet();
        Server.POSTGRES.createDatabase(name);
        return List.of(
                "rushes.database.host=127.0.0.1",
                "rushes.database.port=" + Server.POSTGRES.port(),
                "rushes.database.name=" + name,
                "rushes.database.user=" + Server.POSTGRES.user());
    }

    private static final class Server {
        static final Path FOLDER = folder();
        static final EmbeddedPostgres POSTGRES = EmbeddedPostgres.start(FOLDER);

        static {
            Runtime.getRuntime().addShutdownHook(new Thread(Server::stop));
        }

        private static Path folder() {
            try {
                return Files.createTempDirectory("rushes-ledger-test");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private static void stop() {
            POSTGRES.close();
            try (Stream<Path> files = Files.walk(FOLDER)) {
                files.sorted(Comparator.reverseOrder())
                        .forEach(file -> file.toFile().delete());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
