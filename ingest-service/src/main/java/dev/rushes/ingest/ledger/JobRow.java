package dev.rushes.ingest.ledger;

import dev.rushes.flow.FlowStage;
import dev.rushes.ingest.ledger.domain.Job;
import dev.rushes.ingest.ledger.domain.JobState;
import dev.rushes.ingest.ledger.domain.ProgressModel;
import dev.rushes.ingest.ledger.domain.Section;
import dev.rushes.ingest.ledger.domain.Spend;
import dev.rushes.ingest.ledger.domain.StageStanding;
import io.r2dbc.spi.Readable;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient.GenericExecuteSpec;
import tools.jackson.core.type.TypeReference;

/** A job ⇄ its row in {@code ledger.jobs}. */
final class JobRow {
    static final String UPSERT = """
        insert into ledger.jobs (id, tenant, run, state, recipe, route, filename, title, labels, request, requested_run,
            failure_code, failure_kind, failure_message, failure_stage, stages, overall, media, split, timeline, warnings,
            trace_id, created_at, started_at, finished_at, updated_at, version, priority, revision, spent, stage, deadline,
            budget_micro_dollars, budget_cpu_millis, spent_micro_dollars, spent_cpu_millis)
        values (:id, :tenant, :run, :state, :recipe, :route, :filename, :title, cast(:labels as jsonb),
            cast(:request as jsonb), :requestedRun, :failureCode, :failureKind, :failureMessage, :failureStage,
            cast(:stages as jsonb), :overall, cast(:media as jsonb), cast(:split as jsonb), cast(:timeline as jsonb),
            cast(:warnings as jsonb), :traceId, :created, :started, :finished, :updated, :version, :priority, :revision,
            cast(:spent as jsonb), :stage, :deadline, :budgetMicroDollars, :budgetCpuMillis, :spentMicroDollars, :spentCpuMillis)
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

    static GenericExecuteSpec bind(GenericExecuteSpec statement, Job job) {
        Optional<Section.Request> request = job.request();
        Optional<Job.Failing> failure = job.failure();
        GenericExecuteSpec bound = statement
                .bind("id", job.id())
                .bind("tenant", job.tenant())
                .bind("run", job.run())
                .bind("state", job.state().name())
                .bind("recipe", request.map(Section.Request::recipe).orElse(""))
                .bind("route", route(job))
                .bind(
                        "labels",
                        LedgerJson.write(request.map(Section.Request::labels).orElse(Map.of())))
                .bind("requestedRun", job.requestedRun())
                .bind("stages", LedgerJson.write(job.progress().stages()))
                .bind("overall", job.progress().overall())
                .bind("warnings", LedgerJson.write(job.warnings()))
                .bind("traceId", job.traceId())
                .bind("created", job.times().created().atOffset(ZoneOffset.UTC))
                .bind("updated", job.times().updated().atOffset(ZoneOffset.UTC))
                .bind("version", job.version())
                .bind("priority", request.map(Section.Request::priority).orElse("NORMAL"))
                .bind("revision", job.revision())
                .bind("spent", LedgerJson.write(job.spent()))
                .bind("spentMicroDollars", job.spending().microDollars())
                .bind("spentCpuMillis", job.spending().cpuMillis());
        Section.Terms terms = request.map(asked -> asked.wishes().terms()).orElse(Section.Terms.NONE);
        bound = text(bound, "stage", job.stage().map(FlowStage::label));
        bound = nullable(
                bound, "deadline", terms.deadline().map(at -> at.atOffset(ZoneOffset.UTC)), OffsetDateTime.class);
        bound = nullable(bound, "budgetMicroDollars", terms.budgetMicroDollars(), Long.class);
        bound = nullable(bound, "budgetCpuMillis", terms.budgetCpuMillis(), Long.class);
        bound = text(bound, "filename", request.flatMap(asked -> asked.source().filename()));
        bound = text(bound, "title", request.flatMap(Section.Request::title));
        bound = text(bound, "request", request.map(LedgerJson::write));
        bound = text(bound, "failureCode", failure.map(why -> why.trouble().code()));
        bound = text(bound, "failureKind", failure.map(why -> why.trouble().kind()));
        bound = text(bound, "failureMessage", failure.map(why -> why.trouble().message()));
        bound = text(bound, "failureStage", failure.flatMap(Job.Failing::stage).map(FlowStage::label));
        bound = text(bound, "media", job.media().map(LedgerJson::write));
        bound = text(bound, "split", job.split().map(LedgerJson::write));
        bound = text(bound, "timeline", job.timeline().map(LedgerJson::write));
        bound = nullable(
                bound, "started", job.times().started().map(at -> at.atOffset(ZoneOffset.UTC)), OffsetDateTime.class);
        return nullable(
                bound, "finished", job.times().finished().map(at -> at.atOffset(ZoneOffset.UTC)), OffsetDateTime.class);
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

    static GenericExecuteSpec text(GenericExecuteSpec statement, String name, Optional<String> value) {
        return nullable(statement, name, value, String.class);
    }

    private static <T> GenericExecuteSpec nullable(
            GenericExecuteSpec statement, String name, Optional<T> value, Class<T> type) {
        return value.isPresent() ? statement.bind(name, value.get()) : statement.bindNull(name, type);
    }

    private static String[] route(Job job) {
        return job.progress().stages().stream()
                .map(standing -> standing.stage().label())
                .toArray(String[]::new);
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
