package dev.rushes.ingest.retention;

import static dev.rushes.ingest.retention.Expiries.value;

import dev.rushes.runtime.database.RowAccess;
import io.r2dbc.spi.Readable;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.r2dbc.core.DatabaseClient.GenericExecuteSpec;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Rounds that one instance makes for all: when the next is due, who is at it, and what came of the last. */
public final class Sweeps {
    private final DatabaseClient database;
    private final RowAccess access;
    private final Duration longestWait;

    /** @param longestWait for an answer; then it is an error */
    Sweeps(DatabaseClient database, RowAccess access, Duration longestWait) {
        this.database = database;
        this.access = access;
        this.longestWait = longestWait;
    }

    /** What goes round. */
    public enum Name {
        /** Jobs whose time, or that of their files, is over. */
        JOBS,
        /** The whole store, for objects that belong to nobody. */
        ORPHANS
    }

    /**
     * What came of a round.
     *
     * @param lookedAt jobs, or folders that belong to somebody
     * @param found jobs of which everything due is gone, or folders and unfinished uploads that belong to nobody
     * @param removed objects and unfinished uploads
     * @param bytes their sizes
     * @param problem a code; empty if there was none
     */
    public record Outcome(long lookedAt, long found, long removed, long bytes, String problem) {
        /** There are more orphans than may go unasked. */
        static final String TOO_MANY_ORPHANS = "TOO_MANY_ORPHANS";

        /** Whether a person is to look first. */
        boolean asks() {
            return problem.equals(TOO_MANY_ORPHANS);
        }

        static Outcome problem(String code) {
            return new Outcome(0, 0, 0, 0, code);
        }
    }

    /**
     * How it stands with a sweep.
     *
     * @param due whether a round is due and nobody is at it
     * @param running whether an instance is at it
     * @param outcome of the last round that ended
     */
    public record Standing(
            Name name,
            Instant dueAt,
            boolean due,
            boolean running,
            Optional<Instant> beganAt,
            Optional<Instant> endedAt,
            Outcome outcome) {}

    /**
     * A round of one's own, until its lease is over.
     *
     * @param approved whether a person wants it to remove what looks like too much
     */
    record Turn(Name name, UUID holder, boolean approved) {}

    /** A turn, if a round is due that nobody is at. A crash leaves it to whoever comes when the lease is over. */
    Mono<Turn> take(Name name, UUID holder, Duration lease, Instant now) {
        return access.ofAll(named(name, """
                        update retention.sweeps set holder = :holder, held_until = now() + make_interval(secs => :lease),
                            due_at = now() + make_interval(secs => :lease), began_at = :now
                        where name = :name and due_at <= now() and (held_until is null or held_until <= now())
                        returning approved
                        """)
                        .bind("holder", holder)
                        .bind("lease", lease.toMillis() / 1e3)
                        .bind("now", now.atOffset(ZoneOffset.UTC))
                        .map((row, _) -> new Turn(name, holder, value(row, "approved", Boolean.class)))
                        .one())
                .timeout(longestWait);
    }

    /** Keeps a turn; an error if it is somebody else's by now. */
    Mono<Void> renew(Turn turn, Duration lease) {
        return access.ofAll(named(turn.name(), """
                        update retention.sweeps set held_until = now() + make_interval(secs => :lease)
                        where name = :name and holder = :holder and held_until is not null
                        """)
                        .bind("holder", turn.holder())
                        .bind("lease", lease.toMillis() / 1e3)
                        .fetch()
                        .rowsUpdated())
                .timeout(longestWait)
                .flatMap(rows -> rows == 1
                        ? Mono.<Void>empty()
                        : Mono.error(new IllegalStateException(
                                "Expected to be the one who sweeps " + turn.name() + ", but another instance is")));
    }

    /** A round is over. Who asked for one meanwhile gets one at once; what a person wants stands until a round has done it. */
    Mono<Void> end(Turn turn, Outcome outcome, Duration next, Instant now) {
        return access.ofAll(named(turn.name(), """
                        update retention.sweeps set held_until = null, holder = null, ended_at = :now,
                            due_at = case when due_at <= now() then due_at else now() + make_interval(secs => :next) end,
                            approved = approved and not :used, looked_at = :lookedAt, found = :found, removed = :removed,
                            bytes = :bytes, problem = :problem
                        where name = :name and holder = :holder
                        """)
                        .bind("holder", turn.holder())
                        .bind("used", turn.approved() && outcome.problem().isEmpty())
                        .bind("next", next.toMillis() / 1e3)
                        .bind("now", now.atOffset(ZoneOffset.UTC))
                        .bind("lookedAt", outcome.lookedAt())
                        .bind("found", outcome.found())
                        .bind("removed", outcome.removed())
                        .bind("bytes", outcome.bytes())
                        .bind("problem", outcome.problem())
                        .then())
                .timeout(longestWait);
    }

    /** Asks for a round as soon as an instance has time; one that runs is followed by another. */
    public Mono<Void> ask(Name name, boolean approved) {
        return access.ofAll(named(
                                name,
                                "update retention.sweeps set due_at = now(), approved = approved or :approved where name = :name")
                        .bind("approved", approved)
                        .then())
                .timeout(longestWait);
    }

    public Flux<Standing> all() {
        return access.ofAll(database.sql("""
                        select *, coalesce(held_until > now(), false) as running, due_at <= now() as due
                        from retention.sweeps order by name
                        """).map((row, _) -> standing(row)).all())
                .timeout(longestWait);
    }

    private GenericExecuteSpec named(Name name, String sql) {
        return database.sql(sql).bind("name", name.name().toLowerCase(Locale.ROOT));
    }

    private static Standing standing(Readable row) {
        return new Standing(
                Name.valueOf(value(row, "name", String.class).toUpperCase(Locale.ROOT)),
                value(row, "due_at", OffsetDateTime.class).toInstant(),
                value(row, "due", Boolean.class) && !value(row, "running", Boolean.class),
                value(row, "running", Boolean.class),
                Optional.ofNullable(row.get("began_at", OffsetDateTime.class)).map(OffsetDateTime::toInstant),
                Optional.ofNullable(row.get("ended_at", OffsetDateTime.class)).map(OffsetDateTime::toInstant),
                new Outcome(
                        value(row, "looked_at", Long.class),
                        value(row, "found", Long.class),
                        value(row, "removed", Long.class),
                        value(row, "bytes", Long.class),
                        value(row, "problem", String.class)));
    }
}
