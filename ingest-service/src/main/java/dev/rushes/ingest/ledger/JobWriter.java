package dev.rushes.ingest.ledger;

import dev.rushes.flow.FlowStage;
import dev.rushes.ingest.ledger.domain.Job;
import dev.rushes.ingest.ledger.domain.JobChange;
import dev.rushes.ingest.ledger.domain.JobFact;
import dev.rushes.ingest.ledger.domain.Section;
import dev.rushes.ingest.ledger.domain.Seen;
import dev.rushes.ingest.ledger.domain.Spend;
import io.r2dbc.spi.Readable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The statements of the projector. All rows of one kind travel as one JSON parameter, so that a batch costs few round trips. */
final class JobWriter {
    /** Channel of {@code LISTEN}: the id and the tenant of a job that has changed, told when the transaction commits. */
    static final String CHANNEL = "rushes_ledger_jobs";

    private final DatabaseClient database;

    JobWriter(DatabaseClient database) {
        this.database = database;
    }

    /** Those of the jobs that there are, locked until the transaction ends, in the order of their names: two transactions can't wait for each other. */
    Mono<Map<UUID, Job>> lock(Collection<UUID> jobs) {
        return database.sql("select * from ledger.jobs where id = any(:ids) order by id for update")
                .bind("ids", jobs.toArray(UUID[]::new))
                .map((row, _) -> JobRow.read(row))
                .all()
                .collectMap(Job::id);
    }

    /** Which of the facts and of their units the ledger has, by job; a job of which it has none is missing. */
    Mono<Map<UUID, Seen>> seen(Collection<JobFact> facts) {
        return events(facts).zipWhen(_ -> counted(facts), JobWriter::seen);
    }

    private static Map<UUID, Seen> seen(Map<UUID, Collection<UUID>> events, Map<UUID, Collection<Seen.Unit>> units) {
        Set<UUID> jobs = new HashSet<>(events.keySet());
        jobs.addAll(units.keySet());
        return jobs.stream()
                .collect(Collectors.toMap(
                        Function.identity(),
                        job -> new Seen(
                                Set.copyOf(events.getOrDefault(job, Set.of())),
                                Set.copyOf(units.getOrDefault(job, Set.of())))));
    }

    private Mono<Map<UUID, Collection<UUID>>> events(Collection<JobFact> facts) {
        return facts.isEmpty()
                ? Mono.just(Map.of())
                : database.sql(KNOWN_EVENTS)
                        .bind("jobs", jobs(facts))
                        .bind("ids", facts.stream().map(JobFact::eventId).toArray(UUID[]::new))
                        .map((row, _) -> Map.entry(
                                Columns.value(row, "job_id", UUID.class), Columns.value(row, "event_id", UUID.class)))
                        .all()
                        .collectMultimap(Map.Entry::getKey, Map.Entry::getValue);
    }

    private Mono<Map<UUID, Collection<Seen.Unit>>> counted(Collection<JobFact> facts) {
        List<JobFact> ofUnits =
                facts.stream().filter(fact -> fact.place().unit().isPresent()).toList();
        return ofUnits.isEmpty()
                ? Mono.just(Map.of())
                : database.sql(KNOWN_UNITS)
                        .bind("jobs", jobs(ofUnits))
                        .bind(
                                "units",
                                ofUnits.stream()
                                        .map(fact -> fact.place().unit().orElseThrow())
                                        .toArray(String[]::new))
                        .map((row, _) -> Map.entry(Columns.value(row, "job_id", UUID.class), unit(row)))
                        .all()
                        .collectMultimap(Map.Entry::getKey, Map.Entry::getValue);
    }

    private static UUID[] jobs(Collection<JobFact> facts) {
        return facts.stream().map(fact -> fact.subject().jobId()).toArray(UUID[]::new);
    }

    private static Seen.Unit unit(Readable row) {
        return new Seen.Unit(
                Columns.value(row, "run", Integer.class),
                FlowStage.ofLabel(Columns.value(row, "stage", String.class)),
                Columns.value(row, "unit", String.class));
    }

    /** Writes what changed; each job is among the changes once. A statement for each table, however many jobs. */
    Mono<Void> write(List<JobChange> all) {
        List<JobChange> changes = all.stream().filter(JobChange::touched).toList();
        return insert(
                        JobRow.UPSERT,
                        changes.stream().map(change -> JobRow.row(change.job())).toList())
                .then(insert(EVENTS, rows(changes, JobChange::logged, JobWriter::event)))
                .then(insert(UNITS, rows(changes, JobChange::counted, JobWriter::unit)))
                .then(insert(SPENDING, rows(changes, JobChange::spent, JobWriter::spending)))
                .then(chunks(changes))
                .then(insert(OUTPUTS, rows(changes, change -> change.films().values(), JobWriter::output)));
    }

    /** The rows of one kind, each with its job and its tenant. */
    private static <T> List<Map<String, Object>> rows(
            List<JobChange> changes,
            Function<JobChange, Collection<T>> news,
            Function<T, Map<String, Object>> columns) {
        List<Map<String, Object>> rows = new ArrayList<>();
        for (JobChange change : changes) {
            for (T one : news.apply(change)) {
                rows.add(ofJob(change.job(), columns.apply(one)));
            }
        }
        return rows;
    }

    private static Map<String, Object> ofJob(Job job, Map<String, Object> columns) {
        Map<String, Object> row = new LinkedHashMap<>(columns);
        row.put("tenant", job.tenant());
        row.put("job_id", job.id());
        return row;
    }

    /** The last of a transaction: tells listeners of what changed, once it commits, and numbers it, since other projectors wait for these rows. */
    Mono<Void> conclude(List<JobChange> changes) {
        String[] told = changes.stream()
                .filter(JobChange::touched)
                .map(change -> change.job().id() + " " + change.job().tenant())
                .distinct()
                .toArray(String[]::new);
        Mono<Void> tell = told.length == 0
                ? Mono.empty()
                : database.sql("select pg_notify('" + CHANNEL
                                + "', change) from unnest(cast(:told as text[])) as t (change)")
                        .bind("told", told)
                        .then();
        return tell.then(number(changes));
    }

    /**
     * Gives what the changes logged the next numbers of its tenant. The rows are locked in the order of their names, so that two transactions can't
     * wait for each other.
     */
    private Mono<Void> number(List<JobChange> changes) {
        List<Map<String, Object>> rows = new ArrayList<>();
        for (JobChange change : changes) {
            for (JobChange.Logged logged : change.logged()) {
                rows.add(Map.of(
                        "nth", rows.size(),
                        "tenant", change.job().tenant(),
                        "job", change.job().id(),
                        "seq", logged.sequence()));
            }
        }
        return rows.isEmpty()
                ? Mono.empty()
                : database.sql(NUMBERS)
                        .bind("rows", LedgerJson.write(rows))
                        .bind("kept", TenantNews.KEPT)
                        .then();
    }

    private Mono<Void> insert(String statement, List<Map<String, Object>> rows) {
        return rows.isEmpty()
                ? Mono.empty()
                : database.sql(statement).bind("rows", LedgerJson.write(rows)).then();
    }

    /** One statement must not touch a row twice, so news about the same chunk go in waves. */
    private Mono<Void> chunks(List<JobChange> changes) {
        Map<Integer, List<Map<String, Object>>> waves = new LinkedHashMap<>();
        Map<String, Integer> count = new HashMap<>();
        for (JobChange change : changes) {
            for (Section.Chunk chunk : change.chunks()) {
                int wave = count.merge(change.job().id() + "/" + chunk.track() + "/" + chunk.index(), 1, Integer::sum);
                waves.computeIfAbsent(wave, _ -> new ArrayList<>()).add(ofJob(change.job(), chunk(chunk)));
            }
        }
        return Flux.fromIterable(waves.values())
                .concatMap(rows -> insert(CHUNKS, rows))
                .then();
    }

    private static Map<String, Object> event(JobChange.Logged logged) {
        JobFact fact = logged.fact();
        Map<String, Object> payload = new LinkedHashMap<>();
        put(payload, "worker", Optional.of(fact.place().worker()).filter(worker -> !worker.isEmpty()));
        put(payload, "trouble", fact.section(Section.Trouble.class));
        put(payload, "split", fact.section(Section.Split.class));
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("seq", logged.sequence());
        row.put("event_id", fact.eventId());
        row.put("run", fact.subject().run());
        row.put("type", fact.type().name());
        put(row, "stage", fact.place().stage().map(FlowStage::label));
        put(row, "unit", fact.place().unit());
        row.put("attempt", fact.place().attempt());
        row.put("level", fact.note().level().name());
        row.put("message", fact.note().message());
        row.put("payload", payload);
        row.put("occurred_at", fact.occurredAt());
        return row;
    }

    private static Map<String, Object> unit(Seen.Unit unit) {
        return Map.of("run", unit.run(), "stage", unit.stage().label(), "unit", unit.name());
    }

    private static Map<String, Object> spending(JobFact fact) {
        Spend spend =
                fact.section(Section.Spent.class).map(Section.Spent::spend).orElse(Spend.NONE);
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("event_id", fact.eventId());
        row.put("run", fact.subject().run());
        put(row, "stage", fact.place().stage().map(FlowStage::label));
        put(row, "unit", fact.place().unit());
        row.put("attempt", fact.place().attempt());
        row.put("cpu_millis", spend.cpuMillis());
        row.put("work_millis", spend.workMillis());
        row.put("tokens_in", spend.tokensIn());
        row.put("tokens_out", spend.tokensOut());
        row.put("micro_dollars", spend.microDollars());
        row.put("occurred_at", fact.occurredAt());
        return row;
    }

    private static Map<String, Object> chunk(Section.Chunk chunk) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("track", chunk.track().name());
        row.put("index", chunk.index());
        row.put("start_value", chunk.start().value());
        row.put("start_scale", chunk.start().scale());
        row.put("duration_value", chunk.duration().value());
        row.put("duration_scale", chunk.duration().scale());
        put(row, "object", chunk.object());
        put(row, "findings", chunk.findings());
        put(row, "status", chunk.status());
        put(row, "problem", chunk.problem());
        return row;
    }

    private static Map<String, Object> output(JobChange.Film made) {
        Section.Film film = made.film();
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("name", film.name());
        row.put("run", made.run());
        row.put("format", film.format());
        row.put("width", film.width());
        row.put("height", film.height());
        row.put("duration_value", film.duration().value());
        row.put("duration_scale", film.duration().scale());
        row.put("sound", film.sound());
        row.put("object", film.object());
        return row;
    }

    private static void put(Map<String, Object> row, String name, Optional<?> value) {
        value.ifPresent(present -> row.put(name, present));
    }

    private static final String KNOWN_EVENTS = """
            with f as (select * from unnest(cast(:jobs as uuid[]), cast(:ids as uuid[])) as f(job, event))
            select e.job_id, e.event_id from f join ledger.events e on e.job_id = f.job and e.event_id = f.event
            union all
            select s.job_id, s.event_id from f join ledger.spending s on s.job_id = f.job and s.event_id = f.event
            """;

    private static final String KNOWN_UNITS = """
            select distinct u.job_id, u.run, u.stage, u.unit
            from unnest(cast(:jobs as uuid[]), cast(:units as text[])) as f(job, unit)
            join ledger.units u on u.job_id = f.job and u.unit = f.unit
            """;

    private static final String EVENTS = """
            insert into ledger.events (tenant, job_id, seq, event_id, run, type, stage, unit, attempt, level, message, payload, occurred_at)
            select tenant, job_id, seq, event_id, run, type, stage, unit, attempt, level, message, payload, occurred_at
            from jsonb_to_recordset(cast(:rows as jsonb)) as r(tenant text, job_id uuid, seq bigint, event_id uuid,
                run integer, type text, stage text, unit text, attempt integer, level text, message text, payload jsonb, occurred_at timestamptz)
            """;

    private static final String SPENDING = """
            insert into ledger.spending (tenant, job_id, event_id, run, stage, unit, attempt, cpu_millis, work_millis, tokens_in,
                tokens_out, micro_dollars, occurred_at)
            select tenant, job_id, event_id, run, stage, unit, attempt, cpu_millis, work_millis, tokens_in, tokens_out, micro_dollars,
                occurred_at
            from jsonb_to_recordset(cast(:rows as jsonb)) as r(tenant text, job_id uuid, event_id uuid,
                run integer, stage text, unit text, attempt integer,
                cpu_millis bigint, work_millis bigint, tokens_in bigint, tokens_out bigint, micro_dollars bigint,
                occurred_at timestamptz)
            """;

    private static final String NUMBERS = """
            with fresh as (
                select r.tenant, r.job, r.seq, row_number() over (partition by r.tenant order by r.nth) as rank
                from jsonb_to_recordset(cast(:rows as jsonb)) as r(nth integer, tenant text, job uuid, seq bigint)),
            counted as (select tenant, count(*) as lines from fresh group by tenant),
            moved as (
                insert into ledger.heads as h (tenant, last) select tenant, lines from counted order by tenant
                on conflict (tenant) do update set last = h.last + excluded.last
                returning tenant, last),
            forgotten as (delete from ledger.news n using moved m where n.tenant = m.tenant and n.position <= m.last - :kept)
            insert into ledger.news (tenant, position, job_id, seq)
            select f.tenant, m.last - c.lines + f.rank, f.job, f.seq
            from fresh f join counted c on c.tenant = f.tenant join moved m on m.tenant = f.tenant
            """;

    private static final String UNITS = """
            insert into ledger.units (tenant, job_id, run, stage, unit)
            select tenant, job_id, run, stage, unit
            from jsonb_to_recordset(cast(:rows as jsonb)) as r(tenant text, job_id uuid, run integer, stage text, unit text)
            on conflict do nothing
            """;

    /** What the split tells of a chunk and what the analysis tells of it complete each other; a chunk that is fine again has no problem. */
    private static final String CHUNKS = """
            insert into ledger.chunks as c (tenant, job_id, track, index, start_value, start_scale, duration_value, duration_scale, object,
                findings, status, problem)
            select tenant, job_id, track, index, start_value, start_scale, duration_value, duration_scale, object, findings, status, problem
            from jsonb_to_recordset(cast(:rows as jsonb)) as r(tenant text, job_id uuid, track text, index integer,
                start_value bigint, start_scale bigint,
                duration_value bigint, duration_scale bigint, object jsonb, findings jsonb, status text, problem text)
            on conflict (job_id, track, index) do update set
                start_value = excluded.start_value, start_scale = excluded.start_scale,
                duration_value = excluded.duration_value, duration_scale = excluded.duration_scale,
                object = coalesce(excluded.object, c.object),
                findings = case when excluded.status is null then c.findings else excluded.findings end,
                status = coalesce(excluded.status, c.status),
                problem = case when excluded.status is null then c.problem else excluded.problem end
            """;

    private static final String OUTPUTS = """
            insert into ledger.outputs (tenant, job_id, name, run, format, width, height, duration_value, duration_scale, sound, object)
            select tenant, job_id, name, run, format, width, height, duration_value, duration_scale, sound, object
            from jsonb_to_recordset(cast(:rows as jsonb)) as r(tenant text, job_id uuid, name text, run integer,
                format text, width integer,
                height integer, duration_value bigint, duration_scale bigint, sound boolean, object jsonb)
            on conflict (job_id, name) do update set run = excluded.run, format = excluded.format, width = excluded.width,
                height = excluded.height, duration_value = excluded.duration_value, duration_scale = excluded.duration_scale,
                sound = excluded.sound, object = excluded.object
            """;
}
