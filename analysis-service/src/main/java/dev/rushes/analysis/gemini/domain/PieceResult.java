package dev.rushes.analysis.gemini.domain;

import dev.rushes.analysis.domain.Insight.Shortfall;
import dev.rushes.analysis.domain.Insight.Status;
import java.util.Optional;
import java.util.Set;

/**
 * How the asking about one piece ended.
 *
 * @param piece what was asked about
 * @param status how it ended
 * @param draft what was understood; times from the piece's start
 * @param shortfall what kept it from being OK; empty if it is
 * @param problem the same as a sentence; empty if it is OK
 * @param models models that answered
 */
public record PieceResult(
        Piece piece, Status status, Draft draft, Optional<Shortfall> shortfall, String problem, Set<String> models) {
    public PieceResult {
        models = Set.copyOf(models);
    }
}
