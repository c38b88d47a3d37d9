package dev.rushes.timeline;

import dev.rushes.embedded.EmbeddedPostgres;
import dev.rushes.runtime.database.DatabaseConfiguration;
import dev.rushes.runtime.database.Migrations;
import dev.rushes.timeline.ledger.FanInLedger;
import dev.rushes.timeline.ledger.FanInTables;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.transaction.reactive.TransactionalOperator;

/** A real Postgres with the ledger's schema, and as many instances with pools of their own as a test wants. */
final class LedgerDatabase implements AutoCloseable {
    private final EmbeddedPostgres postgres;
    private final List<ConfigurableApplicationContext> instances = new ArrayList<>();

    LedgerDatabase(Path folder) {
        postgres = EmbeddedPostgres.start(folder);
    }

    /** What one more instance of the service would get. */
    ConfigurableApplicationContext instance() {
        ConfigurableApplicationContext context = new SpringApplicationBuilder(DatabaseConfiguration.class)
                .web(WebApplicationType.NONE)
                .properties(properties())
                .run();
        context.getBean(Migrations.class).migrate("timeline");
        instances.add(context);
        return context;
    }

    /** Where an instance finds the database. */
    String[] properties() {
        return new String[] {
            "rushes.database.port=" + postgres.port(),
            "rushes.database.name=postgres",
            "rushes.database.user=" + postgres.user()
        };
    }

    static FanInLedger ledger(ConfigurableApplicationContext instance) {
        return new FanInLedger(
                new FanInTables(instance.getBean(DatabaseClient.class)), instance.getBean(TransactionalOperator.class));
    }

    @Override
    public void close() {
        instances.forEach(ConfigurableApplicationContext::close);
        postgres.close();
    }
}
