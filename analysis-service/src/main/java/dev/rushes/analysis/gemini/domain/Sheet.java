package dev.rushes.analysis.gemini.domain;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What one process knows of the calls about a chunk: those that it has sent, and those of others that it has read of.
 *
 * @param calls each once
 * @param notes at most one of each piece
 */
public record Sheet(List<SentCall> calls, List<PieceNote> notes) {
    private static final Comparator<PieceNote> BETTER = Comparator.comparing(
                    (PieceNote note) -> note.way() == PieceNote.Way.ANSWERED)
            .thenComparing(PieceNote::run);

    private record Stretch(long startMillis, long lengthMillis) {}

    public Sheet {
        calls = List.copyOf(calls);
        notes = List.copyOf(notes);
    }

    /** All that is known: a call that one knows to be answered is, and the latest note of a piece counts, but before all that it was answered. */
    public static Sheet of(List<Sheet> sheets) {
        Map<String, SentCall> calls = new LinkedHashMap<>();
        Map<Stretch, PieceNote> notes = new LinkedHashMap<>();
        for (Sheet sheet : sheets) {
            for (SentCall call : sheet.calls()) {
                var unused = calls.merge(call.id(), call, SentCall::or);
            }
            for (PieceNote note : sheet.notes()) {
                var unused = notes.merge(
                        new Stretch(note.startMillis(), note.lengthMillis()),
                        note,
                        (one, other) -> BETTER.compare(other, one) > 0 ? other : one);
            }
        }
        return new Sheet(List.copyOf(calls.values()), List.copyOf(notes.values()));
    }
}
