package dev.rushes.analysis.gemini.wire;

import dev.rushes.analysis.domain.Insight.Shortfall;
import dev.rushes.analysis.gemini.domain.PieceNote;
import dev.rushes.analysis.gemini.domain.PieceNote.Way;
import dev.rushes.analysis.gemini.domain.SentCall;
import dev.rushes.analysis.gemini.domain.Sheet;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What the asking about one chunk has cost, as a process keeps it. */
public final class SheetJson {
    private static final int VERSION = 1;

    private SheetJson() {}

    public static byte[] write(Sheet sheet) {
        ObjectNode root = JsonMapper.shared().createObjectNode().put("version", VERSION);
        ArrayNode calls = root.putArray("calls");
        sheet.calls().forEach(call -> write(call, calls.addObject()));
        ArrayNode pieces = root.putArray("pieces");
        sheet.notes().forEach(note -> write(note, pieces.addObject()));
        return JsonMapper.shared().writeValueAsBytes(root);
    }

    private static void write(SentCall call, ObjectNode told) {
        told.put("id", call.id())
                .put("question", call.question())
                .put("model", call.model())
                .put("day", call.day().toString())
                .put("most", call.most())
                .put("answered", call.answered());
        call.cost().ifPresent(cost -> told.putObject("cost")
                .put("tokensIn", cost.tokensIn())
                .put("tokensOut", cost.tokensOut())
                .put("microDollars", cost.microDollars()));
    }

    private static void write(PieceNote note, ObjectNode told) {
        told.put("run", note.run())
                .put("startMillis", note.startMillis())
                .put("lengthMillis", note.lengthMillis())
                .put("way", note.way().name())
                .put("model", note.model())
                .put("problem", note.problem());
        note.shortfall().ifPresent(shortfall -> told.put("code", shortfall.name()));
    }

    /**
     * Reads what a process has written.
     *
     * @param run the job's run, in which not all notes of earlier ones hold
     * @throws RuntimeException if it is none: what was paid must not be forgotten by going on
     */
    public static Sheet read(byte[] document, int run) {
        JsonNode root = JsonMapper.shared().readTree(document);
        if (root.path("version").asInt(0) != VERSION) {
            throw new IllegalStateException("Expected a list of calls in version " + VERSION + ", but got "
                    + root.path("version").asString());
        }
        List<SentCall> calls =
                root.path("calls").valueStream().map(SheetJson::call).toList();
        List<PieceNote> notes = root.path("pieces")
                .valueStream()
                .map(SheetJson::note)
                .filter(note -> note.holdsIn(run))
                .toList();
        return new Sheet(calls, notes);
    }

    private static SentCall call(JsonNode call) {
        JsonNode cost = call.path("cost");
        return new SentCall(
                call.path("id").asString(),
                call.path("question").asString(),
                call.path("model").asString(),
                LocalDate.parse(call.path("day").asString()),
                call.path("most").asLong(),
                call.path("answered").asBoolean(),
                cost.isObject()
                        ? Optional.of(new SentCall.Cost(
                                cost.path("tokensIn").asLong(),
                                cost.path("tokensOut").asLong(),
                                cost.path("microDollars").asLong()))
                        : Optional.empty());
    }

    private static PieceNote note(JsonNode note) {
        return new PieceNote(
                note.path("run").asInt(),
                note.path("startMillis").asLong(),
                note.path("lengthMillis").asLong(),
                Way.valueOf(note.path("way").asString()),
                note.path("model").asString(),
                note.path("code").asStringOpt().map(Shortfall::valueOf),
                note.path("problem").asString());
    }
}
