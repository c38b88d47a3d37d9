package dev.rushes.ingest.api;

import dev.rushes.ingest.ledger.domain.Section;

/** What a person can do about a failure: by its code, or else by whose fault it is. */
final class Hints {
    private Hints() {}

    static String of(Section.Trouble trouble) {
        return ProblemGuide.all()
                .of(trouble.code())
                .map(ProblemGuide.Entry::remedy)
                .orElseGet(() -> switch (trouble.kind()) {
                    case "INPUT" -> "Mend the footage or the request and send it again.";
                    case "TRANSIENT", "OUTAGE", "THROTTLED" -> "Try again in a few minutes; finished work is kept.";
                    case "CANCELLED" -> "";
                    default ->
                        "Try again; finished work is kept. If it happens again, tell the operator the id of the job.";
                });
    }
}
