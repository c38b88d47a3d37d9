package dev.rushes.ingest.tus;

import dev.rushes.runtime.database.RowAccess;
import java.time.Duration;
import java.util.Objects;
import java.util.UUID;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Mono;

/** Whose turn it is with each upload, by the clock of the database. Whoever asks for a turn has found the upload as its owner, or keeps house. */
final class TurnRows {
    private final DatabaseClient database;
    private final RowAccess access;
    private final UUID holder;
    private final double leaseSeconds;

    /**
     * @param holder this instance, by a name that no other one ever has
     * @param lease how long a turn lasts without a sign of life
     */
    TurnRows(DatabaseClient database, RowAccess access, UUID holder, Duration lease) {
        this.database = database;
        this.access = access;
        this.holder = holder;
        this.leaseSeconds = lease.toMillis() / 1000.0;
    }

    /**
     * A turn that was free.
     *
     * @param lapsed whether another instance had it and fell silent
     */
    record Taken(Turn turn, boolean lapsed) {}

    /** Takes the turn if it is free; else empty. */
    Mono<Taken> take(UUID id) {
        return access.ofAll(database.sql("""
            with before as (select id, holder from uploads.uploads where id = :id for update)
            update uploads.uploads u set holder = :holder, fence = fence + 1, wanted = false,
                held_until = now() + make_interval(secs => :lease)
            from before
            where u.id = before.id and (u.holder is null or u.held_until <= now())
            returning u.fence, before.holder is not null as lapsed
            """)
                .bind("id", id)
                .bind("holder", holder)
                .bind("lease", leaseSeconds)
                .map((row, _) -> new Taken(
                        new Turn(id, Objects.requireNonNull(row.get("fence", Long.class))),
                        Boolean.TRUE.equals(row.get("lapsed", Boolean.class))))
                .one());
    }

    /** Tells whoever has the turn that somebody waits for it; false if there is no such upload. */
    Mono<Boolean> ask(UUID id) {
        return access.ofAll(database.sql("""
            with asked as (update uploads.uploads set wanted = true where id = :id returning id)
            select cast(pg_notify(:channel, :word || id) as text) from asked
            """)
                .bind("id", id)
                .bind("channel", UploadSignals.CHANNEL)
                .bind("word", UploadSignals.WANTED)
                .map((_, _) -> true)
                .one()
                .defaultIfEmpty(false));
    }

    /** Keeps the turn; whether somebody waits for it. Empty if it is over. */
    Mono<Boolean> renew(Turn turn) {
        return access.ofAll(database.sql("""
            update uploads.uploads set held_until = now() + make_interval(secs => :lease)
            where id = :id and fence = :fence and holder = :holder returning wanted
            """)
                .bind("id", turn.id())
                .bind("fence", turn.fence())
                .bind("holder", holder)
                .bind("lease", leaseSeconds)
                .map((row, _) -> Boolean.TRUE.equals(row.get("wanted", Boolean.class)))
                .one());
    }

    /** Gives the turn back, and tells whoever waits. */
    Mono<Void> release(Turn turn) {
        return access.ofAll(database.sql("""
            with freed as (
                update uploads.uploads set holder = null, held_until = null, wanted = false
                where id = :id and fence = :fence and holder = :holder returning id)
            select cast(pg_notify(:channel, :word || id) as text) from freed
            """)
                .bind("id", turn.id())
                .bind("fence", turn.fence())
                .bind("holder", holder)
                .bind("channel", UploadSignals.CHANNEL)
                .bind("word", UploadSignals.FREE)
                .then());
    }
}
