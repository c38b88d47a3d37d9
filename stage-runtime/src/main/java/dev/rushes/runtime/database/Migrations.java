package dev.rushes.runtime.database;

import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.output.MigrateResult;

/** Brings the schema of one service up to date. Runs while the application starts, before anything reads the schema; it blocks. */
public final class Migrations {
    private final DatabaseSettings settings;

    Migrations(DatabaseSettings settings) {
        this.settings = settings;
    }

    /**
     * Creates the schema if need be, runs what is new in {@code db/<schema>} on the class path, and puts every table that has a column
     * {@code tenant} under row-level security.
     *
     * @param schema name of the schema and of the folder
     */
    public void migrate(String schema) {
        Flyway flyway = Flyway.configure()
                .dataSource(settings.jdbcUrl(), settings.owner(), settings.ownerPassword())
                .schemas(schema)
                .createSchemas(true)
                .locations("classpath:db/" + schema)
                .connectRetries(10)
                .load();
        MigrateResult _ = flyway.migrate();
        RowSecurity.apply(flyway.getConfiguration().getDataSource(), schema);
    }
}
