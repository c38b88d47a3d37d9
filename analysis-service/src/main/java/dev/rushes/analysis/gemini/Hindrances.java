package dev.rushes.analysis.gemini;

import dev.rushes.analysis.domain.Insight.Shortfall;
import dev.rushes.analysis.domain.Insight.Status;
import dev.rushes.analysis.gemini.domain.Course;
import dev.rushes.analysis.gemini.domain.Draft;
import dev.rushes.analysis.gemini.domain.NextStep;
import dev.rushes.analysis.gemini.domain.Piece;
import dev.rushes.analysis.gemini.domain.PieceNote;
import dev.rushes.analysis.gemini.domain.Progress;
import dev.rushes.analysis.gemini.domain.Tab;
import java.time.Instant;
import java.util.Optional;

/** Why a model is not to be asked now: what an earlier try has decided, a refused key, the end of patience, a model that is away. */
final class Hindrances {
    private final Tools tools;
    private final Tab tab;

    Hindrances(Tools tools, Tab tab) {
        this.tools = tools;
        this.tab = tab;
    }

    /**
     * What comes instead of asking; empty if the model may be asked.
     *
     * @param deadline of the piece
     */
    Optional<NextStep> of(Piece piece, Instant deadline, Progress progress) {
        Optional<NextStep> before = tab.note(piece).flatMap(note -> asBefore(note, progress));
        if (before.isPresent()) {
            return before;
        }
        Instant now = tools.clock().instant();
        Optional<String> stopped = tools.standings().stopped(now);
        if (stopped.isPresent()) {
            return stopped.map(Hindrances::refused);
        }
        if (now.isAfter(deadline)) {
            return Optional.of(
                    Course.giveUp(progress, Shortfall.OUT_OF_TIME, "there was no time left for another try"));
        }
        return tools.standings().away(tools.course().model(progress), now).map(why -> tools.course()
                .skip(progress, why));
    }

    private static Optional<NextStep> asBefore(PieceNote note, Progress progress) {
        return switch (note.way()) {
            case ANSWERED -> Optional.empty();
            case HALVED -> Optional.of(new NextStep.Halve(progress));
            case GIVEN_UP ->
                Optional.of(
                        Course.giveUp(progress, note.shortfall().orElse(Shortfall.MODEL_UNAVAILABLE), note.problem()));
        };
    }

    /** Nobody gets an answer with a key that is refused. */
    static NextStep refused(String why) {
        return new NextStep.End(Status.FAILED, Draft.EMPTY, Optional.of(Shortfall.KEY_REFUSED), why);
    }
}
