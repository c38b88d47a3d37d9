package dev.rushes.runtime.database;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Objects;
import javax.sql.DataSource;

/**
 * Puts every table that has a column {@code tenant} under row-level security, and lets the two roles of {@link RowAccess} work in the schema.
 * Runs after each migration, so that a new table can't be forgotten. Repeatable; blocks.
 */
final class RowSecurity {
    private static final String SCRIPT = "/db/row-security.sql";

    private RowSecurity() {}

    static void apply(DataSource owner, String schema) {
        try (Connection connection = owner.getConnection()) {
            connection.setAutoCommit(false);
            try (PreparedStatement name = connection.prepareStatement("select set_config('rushes.schema', ?, true)");
                    Statement statement = connection.createStatement()) {
                name.setString(1, schema);
                name.execute();
                statement.execute(script());
                connection.commit();
            } finally {
                connection.rollback();
            }
        } catch (SQLException e) {
            throw new IllegalStateException(
                    "Expected to put the schema " + schema + " under row-level security, but: " + e.getMessage()
                            + ". The role that migrates must own the schema and either may create roles or find "
                            + RowAccess.TENANT_ROLE + " and " + RowAccess.SYSTEM_ROLE
                            + " granted to it (docs/access.md).",
                    e);
        }
    }

    private static String script() {
        try (InputStream stream = RowSecurity.class.getResourceAsStream(SCRIPT)) {
            return new String(Objects.requireNonNull(stream, SCRIPT).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException("Expected " + SCRIPT + " on the class path", e);
        }
    }
}
