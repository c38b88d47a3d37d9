package dev.rushes.analysis.gemini.domain;

import dev.rushes.analysis.domain.Insight.Bill;
import dev.rushes.analysis.domain.Insight.Status;
import java.util.Set;

/**
 * How the asking about one piece ended.
 *
 * @param piece what was asked about
 * @param status how it ended
 * @param draft what was understood; times from the piece's start
 * @param problem why it is not OK; empty if it is
 * @param models models that answered
 * @param bill what it cost
 */
public record PieceResult(Piece piece, Status status, Draft draft, String problem, Set<String> models, Bill bill) {
    public PieceResult {
        models = Set.copyOf(models);
    }
}
