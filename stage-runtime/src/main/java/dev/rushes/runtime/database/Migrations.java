package dev.rushes.runtime.database;

import org.flywaydb.core.Flyway;

/** Brings the schema of one service up to date. Runs while the application starts, before anything reads the schema; it blocks. */
public final class Migrations {
    private final DatabaseSettings settings;

    Migrations(DatabaseSettings settings) {
        this.settings = settings;
    }

    /**
     * Creates the schema if need be and runs what is new in {@code db/<schema>} on the class path.
     *
     * @param schema name of the schema and of the folder
     */
    public void migrate(String schema) {
        Flyway.configure()
                .dataSource(settings.jdbcUrl(), settings.user(), settings.password())
                .schemas(schema)
                .createSchemas(true)
                .locations("classpath:db/" + schema)
                .connectRetries(10)
                .load()
                .migrate();
    }
}
