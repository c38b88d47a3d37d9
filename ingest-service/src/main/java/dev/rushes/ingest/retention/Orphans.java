package dev.rushes.ingest.retention;

import static dev.rushes.ingest.retention.Expiries.value;

import dev.rushes.ingest.retention.domain.OwnedFolder;
import dev.rushes.ingest.tus.JobUploads;
import dev.rushes.runtime.database.RowAccess;
import io.r2dbc.spi.Readable;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.r2dbc.core.DatabaseClient.GenericExecuteSpec;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Folders of the store that belong to nobody: who is asked, and what has been noted. */
public final class Orphans {
    private final DatabaseClient database;
    private final RowAccess access;
    private final JobUploads uploads;
    private final Duration longestWait;

    /** @param longestWait for an answer; then it is an error */
    Orphans(DatabaseClient database, RowAccess access, JobUploads uploads, Duration longestWait) {
        this.database = database;
        this.access = access;
        this.uploads = uploads;
        this.longestWait = longestWait;
    }

    /** What is in a folder, or in a part of it. */
    record Content(long objects, long bytes, Instant newest) {
        Content plus(Content other) {
            return new Content(
                    objects + other.objects, bytes + other.bytes, newest.isAfter(other.newest) ? newest : other.newest);
        }
    }

    /**
     * A folder that belongs to nobody.
     *
     * @param newest when the youngest of its objects was stored
     * @param foundAt when a sweep saw it first
     */
    public record Orphan(String folder, long objects, long bytes, Instant newest, Instant foundAt) {}

    /** Those of the folders that belong to nobody: no job in the ledger, none that is being erased, no upload. */
    Mono<Set<OwnedFolder>> ofNobody(Set<OwnedFolder> folders) {
        UUID[] ids = folders.stream().map(OwnedFolder::id).distinct().toArray(UUID[]::new);
        Mono<Set<UUID>> jobs = access.ofAll(database.sql("""
                        select id from ledger.jobs where id = any(:ids)
                        union select job_id from ledger.erased where job_id = any(:ids) and done_at is null
                        """)
                        .bind("ids", ids)
                        .map((row, _) -> value(row, "id", UUID.class))
                        .all()
                        .collect(() -> (Set<UUID>) new HashSet<UUID>(), Set::add))
                .timeout(longestWait);
        return jobs.zipWith(uploads.known(ids), (known, uploading) -> {
            Set<OwnedFolder> nobodys = new HashSet<>(folders);
            nobodys.removeIf(folder -> known.contains(folder.id()) || uploading.contains(folder.id()));
            return nobodys;
        });
    }

    /** Notes what a sweep saw of folders; what it saw of one before counts with it. */
    Mono<Void> note(Map<OwnedFolder, Content> seen, Instant sweep) {
        if (seen.isEmpty()) {
            return Mono.empty();
        }
        List<OwnedFolder> folders = new ArrayList<>(seen.keySet());
        List<Content> contents = folders.stream().map(seen::get).toList();
        return change(database.sql("""
                        insert into retention.orphans as o (folder, tenant, objects, bytes, newest, found_at, seen_at)
                        select folder, tenant, objects, bytes, newest, :sweep, :sweep
                        from unnest(cast(:folders as text[]), cast(:tenants as text[]), cast(:objects as bigint[]),
                            cast(:bytes as bigint[]), cast(:newest as timestamptz[])) as n (folder, tenant, objects, bytes, newest)
                        on conflict (folder) do update set seen_at = excluded.seen_at,
                            objects = excluded.objects + case when o.seen_at = excluded.seen_at then o.objects else 0 end,
                            bytes = excluded.bytes + case when o.seen_at = excluded.seen_at then o.bytes else 0 end,
                            newest = greatest(excluded.newest, case when o.seen_at = excluded.seen_at then o.newest end)
                        """)
                .bind("sweep", sweep.atOffset(ZoneOffset.UTC))
                .bind("folders", folders.stream().map(OwnedFolder::key).toArray(String[]::new))
                .bind("tenants", folders.stream().map(OwnedFolder::tenant).toArray(String[]::new))
                .bind("objects", contents.stream().map(Content::objects).toArray(Long[]::new))
                .bind("bytes", contents.stream().map(Content::bytes).toArray(Long[]::new))
                .bind(
                        "newest",
                        contents.stream()
                                .map(content -> content.newest().atOffset(ZoneOffset.UTC))
                                .toArray(OffsetDateTime[]::new)));
    }

    /** Forgets what a sweep did not see any more. */
    Mono<Void> forgetUnseen(Instant sweep) {
        return change(database.sql("delete from retention.orphans where seen_at < :sweep")
                .bind("sweep", sweep.atOffset(ZoneOffset.UTC)));
    }

    /** How many are old enough. */
    public Mono<Long> count(Instant storedBefore) {
        return access.ofAll(database.sql("select count(*) as folders from retention.orphans where newest <= :before")
                        .bind("before", storedBefore.atOffset(ZoneOffset.UTC))
                        .map((row, _) -> value(row, "folders", Long.class))
                        .one())
                .timeout(longestWait);
    }

    /** Those that are old enough, by their keys, from behind one on. */
    public Flux<Orphan> list(Instant storedBefore, String after, int most) {
        return access.ofAll(database.sql("""
                        select * from retention.orphans where newest <= :before and folder > :after order by folder limit :most
                        """)
                        .bind("before", storedBefore.atOffset(ZoneOffset.UTC))
                        .bind("after", after)
                        .bind("most", most)
                        .map((row, _) -> orphan(row))
                        .all())
                .timeout(longestWait);
    }

    /** It is gone. */
    Mono<Void> forget(String folder) {
        return change(database.sql("delete from retention.orphans where folder = :folder")
                .bind("folder", folder));
    }

    private Mono<Void> change(GenericExecuteSpec statement) {
        return access.ofAll(statement.then()).timeout(longestWait);
    }

    private static Orphan orphan(Readable row) {
        return new Orphan(
                value(row, "folder", String.class),
                value(row, "objects", Long.class),
                value(row, "bytes", Long.class),
                value(row, "newest", OffsetDateTime.class).toInstant(),
                value(row, "found_at", OffsetDateTime.class).toInstant());
    }
}
