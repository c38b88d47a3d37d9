package dev.rushes.campaigns.checker;

import dev.rushes.campaigns.dump.Content;
import dev.rushes.campaigns.dump.LogRecord;
import dev.rushes.campaigns.dump.LogRecord.Return;
import dev.rushes.campaigns.dump.Place;
import dev.rushes.campaigns.plan.PlannedJob;
import dev.rushes.campaigns.stub.Artifacts.Artifact;
import dev.rushes.campaigns.stub.EffectKey;
import dev.rushes.flow.FlowStage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * When a record of a stage's topic or retry topic had ended, as far as can be seen from outside: the earliest moment at which all that follows
 * from one way of ending was there.
 *
 * <ul>
 *   <li>Success: every fact of the work, and the news that it is finished, lie in the log. A part of a timeline has left its mark.
 *   <li>Retry: a later retry record has the same origin. Dead letter: likewise.
 *   <li>Dropped: the run has ended.
 * </ul>
 *
 * <p>What can't be seen: whether a repeat was looked at at all, since its work has left all traces before it, and the order of the
 * letters of one try. The times are those that producers wrote, so what is seen is a lower bound of when Kafka had it.
 */
final class Evidence {
    private final Index index;

    Evidence(Index index) {
        this.index = index;
    }

    /** Milliseconds since 1970; empty if nothing shows that the record has ended. */
    Optional<Long> ended(LogRecord record) {
        Place origin = record.returned().map(Return::origin).orElse(record.place());
        return Stream.of(success(record), retried(record, origin), deadLettered(record, origin), dropped(record))
                .flatMap(Optional::stream)
                .min(Long::compare);
    }

    private Optional<Long> success(LogRecord record) {
        FlowStage stage = Index.reader(record.place().topic()).orElseThrow();
        return switch (record.content()) {
            case Content.Request request ->
                all(
                        index.firstFact(new EffectKey(request.job(), FlowStage.UPLOAD, "")),
                        index.firstNews(request.job(), FlowStage.UPLOAD, "STAGE_FINISHED", ""));
            case Content.Fact fact -> success(fact, stage);
            case Content.Event event -> Optional.empty();
            case Content.Command command -> Optional.empty();
            case Content.Unreadable unreadable -> Optional.empty();
        };
    }

    private Optional<Long> success(Content.Fact fact, FlowStage stage) {
        UUID job = fact.key().job();
        return switch (stage) {
            case UPLOAD, WEBHOOKS -> Optional.empty();
            case SPLIT -> split(job);
            case ANALYSIS ->
                all(
                        index.firstFact(new EffectKey(job, stage, fact.key().unit())),
                        index.firstNews(job, stage, "UNIT_FINISHED", fact.key().unit()));
            case TIMELINE -> mark(fact);
            case RENDER ->
                all(index.firstNews(job, stage, "STAGE_FINISHED", ""), index.firstNews(job, stage, "COMPLETED", ""));
        };
    }

    private Optional<Long> split(UUID job) {
        PlannedJob plan = index.plans.get(job);
        if (plan == null) {
            return Optional.empty();
        }
        List<Optional<Long>> parts = new ArrayList<>();
        for (int chunk = 0; chunk < plan.chunks(); chunk++) {
            parts.add(index.firstFact(new EffectKey(job, FlowStage.SPLIT, PlannedJob.chunkName(chunk))));
        }
        parts.add(index.firstFact(new EffectKey(job, FlowStage.SPLIT, "")));
        parts.add(index.firstNews(job, FlowStage.SPLIT, "STAGE_FINISHED", ""));
        return all(parts);
    }

    private Optional<Long> mark(Content.Fact fact) {
        String part = fact.type().equals("SplitFinished") ? "split" : fact.key().unit();
        return Optional.ofNullable(
                        index.dump.artifacts().get(new EffectKey(fact.key().job(), FlowStage.TIMELINE, "part-" + part)))
                .map(Artifact::at);
    }

    private Optional<Long> retried(LogRecord record, Place origin) {
        return index.retries.getOrDefault(origin, List.of()).stream()
                .filter(retry -> !retry.place().equals(record.place()) && follows(retry, record))
                .map(LogRecord::timestamp)
                .min(Long::compare);
    }

    /** A record of the topic itself is followed by every retry; one of the retry topic by those of its kind that came later. */
    private static boolean follows(LogRecord retry, LogRecord record) {
        return record.returned().isEmpty()
                || (retry.place().of().equals(record.place().of())
                        ? retry.place().offset() > record.place().offset()
                        : retry.timestamp() >= record.timestamp());
    }

    private Optional<Long> deadLettered(LogRecord record, Place origin) {
        return index.deadLetters.getOrDefault(origin, List.of()).stream()
                .map(LogRecord::timestamp)
                .min(Long::compare);
    }

    private Optional<Long> dropped(LogRecord record) {
        return Index.job(record).stream()
                .flatMap(job -> index.endsOf(job).stream())
                .filter(end -> end.content() instanceof Content.Event event
                        && !event.type().equals("COMPLETED"))
                .map(LogRecord::timestamp)
                .min(Long::compare);
    }

    @SafeVarargs
    private static Optional<Long> all(Optional<Long>... parts) {
        return all(List.of(parts));
    }

    private static Optional<Long> all(List<Optional<Long>> parts) {
        return parts.stream().allMatch(Optional::isPresent)
                ? parts.stream().flatMap(Optional::stream).max(Long::compare)
                : Optional.empty();
    }
}
