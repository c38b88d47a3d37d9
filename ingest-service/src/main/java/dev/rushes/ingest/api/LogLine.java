package dev.rushes.ingest.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.rushes.flow.FlowStage;
import dev.rushes.ingest.ledger.Ledger;
import dev.rushes.ingest.ledger.domain.JobFact.Level;
import dev.rushes.ingest.ledger.domain.Section;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;

/**
 * A line of a job's log, for programs and for people.
 *
 * @param seq number in the job's log, from 1, without gaps
 * @param type such as {@code job.stage.finished}
 * @param message never empty
 * @param code of what did not work
 * @param dueAt when the next try is due
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
record LogLine(
        long seq,
        Instant at,
        String type,
        Level level,
        int run,
        Optional<String> stage,
        Optional<String> unit,
        int attempt,
        String message,
        Optional<String> code,
        Optional<Instant> dueAt) {

    static LogLine of(Ledger.Entry entry) {
        return new LogLine(
                entry.sequence(),
                entry.occurredAt(),
                entry.type().label(),
                entry.level(),
                entry.run(),
                entry.stage().map(FlowStage::label),
                entry.unit(),
                entry.attempt(),
                sentence(entry),
                entry.trouble().map(Section.Trouble::code),
                entry.trouble().flatMap(Section.Trouble::dueAt));
    }

    /** The line as text: time, level, stage, unit, sentence. */
    String text() {
        return "%s %-7s %-8s %-12s %s\n"
                .formatted(at.truncatedTo(ChronoUnit.MILLIS), level, stage.orElse("-"), unit.orElse("-"), message);
    }

    private static String sentence(Ledger.Entry entry) {
        if (!entry.message().isEmpty()) {
            return entry.message();
        }
        String stage = entry.stage().map(FlowStage::label).orElse("job");
        String why = entry.trouble().map(Section.Trouble::message).orElse("");
        String what =
                switch (entry.type()) {
                    case REQUESTED -> entry.run() == 1 ? "Requested." : "Requested again, run " + entry.run() + ".";
                    case STAGE_STARTED ->
                        capital(stage) + " begins" + (entry.attempt() > 1 ? ", try " + entry.attempt() : "") + ".";
                    case STAGE_PROGRESSED -> capital(stage) + " goes on.";
                    case STAGE_RETRYING -> capital(stage) + " will be tried again: " + why;
                    case STAGE_POSTPONED -> capital(stage) + " waits: " + why;
                    case STAGE_FINISHED -> capital(stage) + " is done.";
                    case UNIT_FINISHED -> capital(stage) + " of " + entry.unit().orElse("a chunk") + " is done.";
                    case STAGE_NOTED -> "Noted.";
                    case DEAD_LETTERED -> capital(stage) + " gave up: " + why;
                    case COMPLETED -> "Completed.";
                    case FAILED -> "Failed: " + why;
                    case CANCELLED -> "Cancelled.";
                    case AMENDED -> "Title, labels or priority were changed.";
                    case SPENT -> "Something was spent.";
                    case ERASED -> "Erased.";
                };
        return what.strip();
    }

    private static String capital(String word) {
        return word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1);
    }
}
