package dev.rushes.runtime.kafka;

import com.github.f4b6a3.uuid.UuidCreator;
import dev.rushes.runtime.deadletters.DeadLetter;
import dev.rushes.runtime.deadletters.LetterFilter;
import dev.rushes.runtime.deadletters.ReplayOrder;
import dev.rushes.runtime.deadletters.ReplayReport;
import dev.rushes.runtime.deadletters.ReplayResult;
import dev.rushes.runtime.engine.Trace;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

/** What the audit is told about one replay. Identifiers follow from the action and its subject, so that a repeat can be told from news. */
final class ReplayAudit {
    private static final int MOST_PLACES = 20;

    private final AuditEntry.Deed deed;

    ReplayAudit(UUID id, ReplayOrder order) {
        this.deed = new AuditEntry.Deed(
                id, order.operator(), ReplayMarks.REPLAY, order.reason(), arguments(order), order.dryRun());
    }

    UUID id() {
        return deed.id();
    }

    AuditEntry begun(Instant now) {
        return entry("begun", now, AuditEntry.Result.BEGUN, Map.of());
    }

    AuditEntry ended(ReplayReport report, Instant now) {
        Map<String, String> outcome = new TreeMap<>();
        report.results().forEach(result -> outcome.merge(word(result), "1", ReplayAudit::sum));
        outcome.put("left", Long.toString(report.left()));
        report.problem().ifPresent(problem -> outcome.put("problem", problem));
        AuditEntry.Result result = report.problem().isEmpty() ? AuditEntry.Result.DONE : AuditEntry.Result.FAILED;
        return entry("ended", now, result, outcome);
    }

    /** About one letter that was replayed. */
    AuditEntry one(DeadLetter letter, ReplayResult result, Optional<Trace> trace, Instant now) {
        Map<String, String> outcome = new TreeMap<>(Map.of("result", word(result)));
        Optional<Integer> run = Optional.empty();
        if (result instanceof ReplayResult.Reopened reopened) {
            run = Optional.of(reopened.run());
        }
        if (result instanceof ReplayResult.Replayed replayed) {
            outcome.put("topic", replayed.topic());
            outcome.put("cycle", Integer.toString(replayed.cycle()));
        }
        String place = letter.place().toString();
        return new AuditEntry(
                UuidCreator.getNameBasedSha1(deed.id(), place),
                now,
                new AuditEntry.Deed(
                        deed.id(), deed.operator(), ReplayMarks.REPLAY_ONE, deed.reason(), Map.of(), deed.dryRun()),
                new AuditEntry.Subject(
                        place,
                        letter.subject().tenant().orElse(""),
                        letter.subject().job(),
                        run),
                AuditEntry.Result.DONE,
                outcome,
                trace);
    }

    private AuditEntry entry(String step, Instant now, AuditEntry.Result result, Map<String, String> outcome) {
        return new AuditEntry(
                UuidCreator.getNameBasedSha1(deed.id(), step),
                now,
                deed,
                AuditEntry.Subject.WHOLE,
                result,
                outcome,
                Optional.empty());
    }

    private static Map<String, String> arguments(ReplayOrder order) {
        Map<String, String> arguments = new TreeMap<>();
        switch (order.selection()) {
            case ReplayOrder.Selection.Places places -> {
                arguments.put("count", Integer.toString(places.places().size()));
                arguments.put(
                        "places",
                        String.join(
                                " ",
                                places.places().stream()
                                        .limit(MOST_PLACES)
                                        .map(Object::toString)
                                        .toList()));
            }
            case ReplayOrder.Selection.Matching matching -> {
                filter(arguments, matching.filter());
                matching.cursor().ifPresent(cursor -> arguments.put("cursor", cursor));
            }
        }
        order.perSecond().ifPresent(rate -> arguments.put("perSecond", Double.toString(rate)));
        order.limit().ifPresent(limit -> arguments.put("limit", Integer.toString(limit)));
        return arguments;
    }

    private static void filter(Map<String, String> arguments, LetterFilter filter) {
        filter.stage().ifPresent(stage -> arguments.put("stage", stage.label()));
        filter.tenant().ifPresent(tenant -> arguments.put("tenant", tenant));
        filter.code().ifPresent(code -> arguments.put("code", code));
        filter.job().ifPresent(job -> arguments.put("job", job.toString()));
        filter.fingerprint().ifPresent(print -> arguments.put("fingerprint", print));
        filter.from().ifPresent(from -> arguments.put("from", from.toString()));
        filter.until().ifPresent(until -> arguments.put("until", until.toString()));
        filter.replayed().ifPresent(replayed -> arguments.put("replayed", replayed.toString()));
    }

    private static String word(ReplayResult result) {
        return switch (result) {
            case ReplayResult.Replayed replayed -> "replayed";
            case ReplayResult.Reopened reopened -> "reopened";
            case ReplayResult.Skipped skipped -> "skipped";
            case ReplayResult.Refused refused -> "refused";
            case ReplayResult.Failed failed -> "failed";
        };
    }

    private static String sum(String one, String other) {
        return Integer.toString(Integer.parseInt(one) + Integer.parseInt(other));
    }
}
