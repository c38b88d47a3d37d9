package dev.rushes.ingest.ledger;

import dev.rushes.flow.FlowStage;
import dev.rushes.ingest.ledger.domain.Job;
import dev.rushes.ingest.ledger.domain.JobState;
import dev.rushes.ingest.ledger.domain.ProgressModel;
import dev.rushes.ingest.ledger.domain.Section;
import dev.rushes.ingest.ledger.domain.Spend;
import dev.rushes.ingest.ledger.domain.StageStanding;
import io.r2dbc.spi.Readable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;

/** A job ⇄ its row in {@code ledger.jobs}. */
final class JobRow {
    /** Writes all rows that {@link #row} made; each job is among them once. */
    static final String UPSERT = """
        insert into ledger.jobs (id, tenant, run, state, recipe, route, filename, title, labels, request, requested_run,
            failure_code, failure_kind, failure_message, failure_stage, stages, overall, media, split, timeline, warnings,
            trace_id, created_at, started_at, finished_at, updated_at, version, priority, revision, spent, stage, deadline,
            budget_micro_dollars, budget_cpu_millis, spent_micro_dollars, spent_cpu_millis)
        select id, tenant, run, state, recipe, route, filename, title, labels, request, requested_run,
            failure_code, failure_kind, failure_message, failure_stage, stages, overall, media, split, timeline, warnings,
            trace_id, created_at, started_at, finished_at, updated_at, version, priority, revision, spent, stage, deadline,
            budget_micro_dollars, budget_cpu_millis, spent_micro_dollars, spent_cpu_millis
        from jsonb_to_recordset(cast(:rows as jsonb)) as r(id uuid, tenant text, run integer, state text, recipe text,
            route text[], filename text, title text, labels jsonb, request jsonb, requested_run integer, failure_code text,
            failure_kind text, failure_message text, failure_stage text, stages jsonb, overall double precision, media jsonb,
            split jsonb, timeline jsonb, warnings jsonb, trace_id text, created_at timestamptz, started_at timestamptz,
            finished_at timestamptz, updated_at timestamptz, version bigint, priority text, revision bigint, spent jsonb,
            stage text, deadline timestamptz, budget_micro_dollars bigint, budget_cpu_millis bigint,
            spent_micro_dollars bigint, spent_cpu_millis bigint)
        on conflict (id) do update set run = excluded.run, state = excluded.state, recipe = excluded.recipe,
            route = excluded.route, filename = excluded.filename, title = excluded.title, labels = excluded.labels,
            request = excluded.request, requested_run = excluded.requested_run, failure_code = excluded.failure_code,
            failure_kind = excluded.failure_kind, failure_message = excluded.failure_message,
            failure_stage = excluded.failure_stage, stages = excluded.stages, overall = excluded.overall,
            media = excluded.media, split = excluded.split, timeline = excluded.timeline, warnings = excluded.warnings,
            trace_id = excluded.trace_id, created_at = excluded.created_at, started_at = excluded.started_at,
            finished_at = excluded.finished_at, updated_at = excluded.updated_at, version = excluded.version,
            priority = excluded.priority, revision = excluded.revision, spent = excluded.spent, stage = excluded.stage,
            deadline = excluded.deadline, budget_micro_dollars = excluded.budget_micro_dollars,
            budget_cpu_millis = excluded.budget_cpu_millis, spent_micro_dollars = excluded.spent_micro_dollars,
            spent_cpu_millis = excluded.spent_cpu_millis
        """;

    private static final TypeReference<List<StageStanding>> STAGES = new TypeReference<>() {};
    private static final TypeReference<List<String>> SENTENCES = new TypeReference<>() {};

    private static final TypeReference<Map<FlowStage, Spend>> SPENT = new TypeReference<>() {};

    private JobRow() {}

    /** The job's columns by name, as they travel to {@link #UPSERT}; what is absent becomes null. */
    static Map<String, Object> row(Job job) {
        Optional<Section.Request> request = job.request();
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("id", job.id());
        row.put("tenant", job.tenant());
        row.put("run", job.run());
        row.put("state", job.state().name());
        row.put("recipe", request.map(Section.Request::recipe).orElse(""));
        row.put("route", route(job));
        row.put("labels", request.map(Section.Request::labels).orElse(Map.of()));
        row.put("requested_run", job.requestedRun());
        row.put("stages", job.progress().stages());
        row.put("overall", job.progress().overall());
        row.put("warnings", job.warnings());
        row.put("trace_id", job.traceId());
        row.put("version", job.version());
        row.put("priority", request.map(Section.Request::priority).orElse("NORMAL"));
        row.put("revision", job.revision());
        row.put("spent", job.spent());
        row.put("spent_micro_dollars", job.spending().microDollars());
        row.put("spent_cpu_millis", job.spending().cpuMillis());
        put(row, "stage", job.stage().map(FlowStage::label));
        put(row, "filename", request.flatMap(asked -> asked.source().filename()));
        put(row, "title", request.flatMap(Section.Request::title));
        put(row, "request", request);
        put(row, "media", job.media());
        put(row, "split", job.split());
        put(row, "timeline", job.timeline());
        putTimes(row, job.times());
        putTerms(row, request.map(asked -> asked.wishes().terms()).orElse(Section.Terms.NONE));
        job.failure().ifPresent(failure -> putFailure(row, failure));
        return row;
    }

    private static void putTimes(Map<String, Object> row, Job.Times times) {
        row.put("created_at", times.created());
        row.put("updated_at", times.updated());
        put(row, "started_at", times.started());
        put(row, "finished_at", times.finished());
    }

    private static void putTerms(Map<String, Object> row, Section.Terms terms) {
        put(row, "deadline", terms.deadline());
        put(row, "budget_micro_dollars", terms.budgetMicroDollars());
        put(row, "budget_cpu_millis", terms.budgetCpuMillis());
    }

    private static void putFailure(Map<String, Object> row, Job.Failing failure) {
        row.put("failure_code", failure.trouble().code());
        row.put("failure_kind", failure.trouble().kind());
        row.put("failure_message", failure.trouble().message());
        put(row, "failure_stage", failure.stage().map(FlowStage::label));
    }

    private static void put(Map<String, Object> row, String name, Optional<?> value) {
        value.ifPresent(present -> row.put(name, present));
    }

    static Job read(Readable row) {
        return new Job(
                Columns.value(row, "id", UUID.class),
                Columns.value(row, "tenant", String.class),
                Columns.value(row, "run", Integer.class),
                JobState.valueOf(Columns.value(row, "state", String.class)),
                LedgerJson.readOptional(row.get("request", String.class), Section.Request.class),
                Columns.value(row, "requested_run", Integer.class),
                new ProgressModel(
                        LedgerJson.read(Columns.value(row, "stages", String.class), STAGES),
                        Columns.value(row, "overall", Double.class)),
                failure(row),
                LedgerJson.readOptional(row.get("media", String.class), Section.Media.class),
                LedgerJson.readOptional(row.get("split", String.class), Section.Split.class),
                LedgerJson.readOptional(row.get("timeline", String.class), Section.Timeline.class),
                LedgerJson.read(Columns.value(row, "warnings", String.class), SENTENCES),
                Columns.value(row, "trace_id", String.class),
                new Job.Times(
                        Columns.instant(row, "created_at"),
                        Columns.optionalInstant(row, "started_at"),
                        Columns.optionalInstant(row, "finished_at"),
                        Columns.instant(row, "updated_at")),
                Columns.value(row, "revision", Long.class),
                LedgerJson.read(Columns.value(row, "spent", String.class), SPENT),
                Columns.value(row, "version", Long.class));
    }

    private static List<String> route(Job job) {
        return job.progress().stages().stream()
                .map(standing -> standing.stage().label())
                .toList();
    }

    private static Optional<Job.Failing> failure(Readable row) {
        @Nullable String code = row.get("failure_code", String.class);
        if (code == null) {
            return Optional.empty();
        }
        Section.Trouble trouble = new Section.Trouble(
                code,
                Columns.value(row, "failure_kind", String.class),
                Columns.value(row, "failure_message", String.class),
                Optional.empty());
        return Optional.of(new Job.Failing(
                trouble,
                Optional.ofNullable(row.get("failure_stage", String.class)).map(FlowStage::ofLabel)));
    }
}
