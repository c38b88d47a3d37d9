package dev.rushes.campaigns.checker;

import dev.rushes.campaigns.dump.Content;
import dev.rushes.campaigns.dump.LogRecord;
import dev.rushes.campaigns.dump.LogRecord.Return;
import dev.rushes.campaigns.plan.PlannedJob;
import dev.rushes.campaigns.plan.Trouble;
import dev.rushes.campaigns.stub.EffectKey;
import dev.rushes.campaigns.stub.EffectLog.Line;
import dev.rushes.campaigns.stub.EffectLog.Verb;
import dev.rushes.campaigns.stub.StubService;
import dev.rushes.flow.FlowStage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Retries are bounded, spaced, only for what a plan makes fail, and none is taken up before it is due. */
final class RetriesCheck {
    private final Index index;
    private final Map<Try, Long> firstStart = new HashMap<>();

    /** One try of the work of one record; chunks of a split count as the split. */
    private record Try(UUID job, FlowStage stage, String unit, int attempt) {}

    RetriesCheck(Index index) {
        this.index = index;
        for (Line line : index.dump.lines()) {
            if (line.verb() == Verb.START) {
                EffectKey key = line.key();
                String unit = key.stage() == FlowStage.SPLIT ? "" : key.unit();
                firstStart.merge(new Try(key.job(), key.stage(), unit, line.attempt()), line.at(), Math::min);
            }
        }
    }

    Finding retries() {
        List<String> breaches = new ArrayList<>();
        Map<Try, Long> firstDue = new HashMap<>();
        long records = 0;
        for (List<LogRecord> retries : index.retries.values()) {
            for (LogRecord record : retries) {
                records++;
                Return its = record.returned().orElseThrow();
                bounds(record, its).ifPresent(breaches::add);
                dueOf(record, its).ifPresent(next -> firstDue.merge(next, its.due(), Math::min));
            }
        }
        List<Long> late = new ArrayList<>();
        firstDue.forEach((next, due) -> {
            Long start = firstStart.get(next);
            if (start != null && start < due) {
                breaches.add(next + " was taken up " + (due - start) + " ms before it was due");
            } else if (start != null) {
                late.add(start - due);
            }
        });
        return new Finding(
                "I12",
                "retries are bounded, spaced and never early",
                Finding.count(records, "retry records"),
                "late by " + Spread.of(late),
                breaches);
    }

    private Optional<String> bounds(LogRecord record, Return its) {
        if (its.attempt() > PlannedJob.ATTEMPTS) {
            return Optional.of(record.place() + " is try " + its.attempt() + " of " + PlannedJob.ATTEMPTS);
        }
        long wait = its.due() - record.timestamp();
        if (wait > StubService.BACKOFF_CAP.toMillis() && !its.continuation()) {
            return Optional.of(record.place() + " waits " + wait + " ms");
        }
        boolean counted = !its.errorClass().isEmpty() && its.attempt() > 1;
        Optional<PlannedJob> job = Index.job(record).map(index.plans::get);
        boolean planned = job.isPresent()
                && job.get().trouble() instanceof Trouble.Failing failing
                && Index.reader(record.place().topic()).orElseThrow() == failing.stage();
        return counted && !planned
                ? Optional.of(record.place() + " is a retry after " + its.errorClass() + " that no plan asks for")
                : Optional.empty();
    }

    /** Only tries that count have a number of their own; a shutdown sends the same try again. */
    private static Optional<Try> dueOf(LogRecord record, Return its) {
        FlowStage stage = Index.reader(record.place().topic()).orElseThrow();
        if (its.attempt() < 2 || stage == FlowStage.TIMELINE) {
            return Optional.empty();
        }
        return switch (record.content()) {
            case Content.Request request -> Optional.of(new Try(request.job(), stage, "", its.attempt()));
            case Content.Fact fact ->
                Optional.of(new Try(
                        fact.key().job(),
                        stage,
                        stage == FlowStage.ANALYSIS ? fact.key().unit() : "",
                        its.attempt()));
            case Content.Event event -> Optional.empty();
            case Content.Command command -> Optional.empty();
            case Content.Unreadable unreadable -> Optional.empty();
        };
    }
}
