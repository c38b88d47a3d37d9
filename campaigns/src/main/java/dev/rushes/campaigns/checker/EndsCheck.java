package dev.rushes.campaigns.checker;

import dev.rushes.campaigns.dump.Content;
import dev.rushes.campaigns.dump.LogRecord;
import dev.rushes.campaigns.plan.PlannedJob;
import dev.rushes.campaigns.plan.Trouble;
import dev.rushes.campaigns.stub.StubFailure;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** Every job that was asked for has exactly one end, and it is the one that its plan leads to. */
final class EndsCheck {
    private final Index index;

    EndsCheck(Index index) {
        this.index = index;
    }

    Finding oneEnd() {
        List<String> breaches = new ArrayList<>();
        long repeats = 0;
        for (Map.Entry<UUID, List<LogRecord>> ends : index.ends.entrySet()) {
            Set<UUID> distinct = ends.getValue().stream()
                    .map(end -> ((Content.Event) end.content()).eventId())
                    .collect(Collectors.toCollection(LinkedHashSet::new));
            repeats += ends.getValue().size() - distinct.size();
            if (distinct.size() > 1) {
                breaches.add("job " + ends.getKey() + " has " + distinct.size() + " ends: "
                        + ends.getValue().stream().map(EndsCheck::tell).toList());
            }
        }
        return new Finding(
                "I2",
                "a run has one end",
                Finding.count(index.ends.size(), "ends"),
                Finding.count(repeats, "told again"),
                breaches);
    }

    Finding noneLost() {
        List<String> breaches = new ArrayList<>();
        for (PlannedJob job : index.jobs.values()) {
            List<LogRecord> ends = index.endsOf(job.id());
            if (ends.isEmpty()) {
                breaches.add("job " + job.id() + " was acknowledged and has no end; its plan is " + job.trouble());
            } else if (!fits(job, (Content.Event) ends.getFirst().content())) {
                breaches.add("job " + job.id() + " should be " + job.end() + ", but " + tell(ends.getFirst()));
            }
        }
        return new Finding(
                "I9", "no job is lost, each ends as planned", Finding.count(index.jobs.size(), "jobs"), "", breaches);
    }

    private static boolean fits(PlannedJob job, Content.Event end) {
        return switch (job.end()) {
            case COMPLETED -> end.type().equals("COMPLETED");
            case FAILED_AT_ONCE -> end.type().equals("FAILED") && end.code().equals(StubFailure.BAD_FOOTAGE.name());
            case GIVEN_UP ->
                end.type().equals("FAILED")
                        && end.code().equals(StubFailure.NOT_THIS_TIME.name())
                        && job.trouble() instanceof Trouble.Failing;
        };
    }

    private static String tell(LogRecord record) {
        Content.Event event = (Content.Event) record.content();
        return event.type() + (event.code().isEmpty() ? "" : "/" + event.code()) + " at " + record.place() + " ("
                + record.timestamp() + ")";
    }
}
