package dev.rushes.ingest.ledger;

import dev.rushes.ingest.ledger.domain.Job;
import dev.rushes.ingest.ledger.domain.JobState;
import java.time.ZoneOffset;
import java.util.EnumMap;
import java.util.Map;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.r2dbc.core.DatabaseClient.GenericExecuteSpec;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The statements that find jobs and count them, within whatever transaction there is. */
final class JobLists {
    private final DatabaseClient database;

    JobLists(DatabaseClient database) {
        this.database = database;
    }

    Flux<Job> jobs(String tenant, Ledger.Listing listing) {
        String sql = "select * from ledger.jobs where tenant = :tenant"
                + listing.filter().sql()
                + (listing.after().isPresent() ? " and (created_at, id) < (:created, :id)" : "")
                + " order by created_at desc, id desc limit :limit";
        GenericExecuteSpec statement =
                bind(database.sql(sql), listing.filter()).bind("tenant", tenant).bind("limit", listing.limit());
        if (listing.after().isPresent()) {
            Ledger.Position after = listing.after().get();
            statement = statement
                    .bind("created", after.created().atOffset(ZoneOffset.UTC))
                    .bind("id", after.id());
        }
        return statement.map((row, _) -> JobRow.read(row)).all();
    }

    Mono<Map<JobState, Long>> counts(String tenant, JobFilter filter) {
        JobFilter any = filter.ofAnyState();
        return bind(
                        database.sql("select state, count(*) as jobs from ledger.jobs where tenant = :tenant"
                                + any.sql() + " group by state"),
                        any)
                .bind("tenant", tenant)
                .map((row, _) -> Map.entry(
                        JobState.valueOf(Columns.value(row, "state", String.class)),
                        Columns.value(row, "jobs", Long.class)))
                .all()
                .collect(JobLists::none, (counts, entry) -> counts.put(entry.getKey(), entry.getValue()));
    }

    private static GenericExecuteSpec bind(GenericExecuteSpec statement, JobFilter filter) {
        GenericExecuteSpec bound = statement;
        for (Map.Entry<String, Object> value : filter.values().entrySet()) {
            bound = bound.bind(value.getKey(), value.getValue());
        }
        return bound;
    }

    private static Map<JobState, Long> none() {
        Map<JobState, Long> counts = new EnumMap<>(JobState.class);
        for (JobState state : JobState.values()) {
            counts.put(state, 0L);
        }
        return counts;
    }
}
