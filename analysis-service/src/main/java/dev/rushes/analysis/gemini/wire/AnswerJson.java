package dev.rushes.analysis.gemini.wire;

import dev.rushes.analysis.gemini.domain.KeptAnswer;
import dev.rushes.analysis.gemini.domain.Response;
import dev.rushes.analysis.gemini.domain.TokenUsage;
import java.util.Optional;
import java.util.OptionalLong;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A paid answer as it is kept. */
public final class AnswerJson {
    private static final int VERSION = 1;

    private AnswerJson() {}

    public static byte[] write(KeptAnswer answer) {
        Response response = answer.response();
        ObjectNode root =
                JsonMapper.shared().createObjectNode().put("version", VERSION).put("room", answer.room());
        response.text().ifPresent(text -> root.put("text", text));
        response.finish().ifPresent(finish -> root.put("finish", finish));
        response.block().ifPresent(block -> root.put("block", block));
        root.put("modelVersion", response.modelVersion())
                .put("responseId", response.responseId())
                .put("left", response.left());
        response.usage().ifPresent(usage -> {
            ObjectNode told = root.putObject("usage")
                    .put("prompt", usage.prompt())
                    .put("cached", usage.cached())
                    .put("audio", usage.audio())
                    .put("answer", usage.answer())
                    .put("thoughts", usage.thoughts());
            usage.video().ifPresent(video -> told.put("video", video));
        });
        return JsonMapper.shared().writeValueAsBytes(root);
    }

    /** Empty if it is no answer of this version. */
    public static Optional<KeptAnswer> read(byte[] document) {
        try {
            JsonNode root = JsonMapper.shared().readTree(document);
            return root.path("version").asInt(0) == VERSION
                    ? Optional.of(new KeptAnswer(read(root), root.path("room").asInt(0)))
                    : Optional.empty();
        } catch (JacksonException notJson) {
            return Optional.empty();
        }
    }

    private static Response read(JsonNode root) {
        JsonNode usage = root.path("usage");
        return new Response(
                root.path("text").asStringOpt(),
                root.path("finish").asStringOpt(),
                root.path("block").asStringOpt(),
                usage.isObject() ? Optional.of(usage(usage)) : Optional.empty(),
                root.path("modelVersion").asString(""),
                root.path("responseId").asString(""),
                root.path("left").asBoolean(false));
    }

    private static TokenUsage usage(JsonNode usage) {
        return new TokenUsage(
                usage.path("prompt").asLong(0),
                usage.path("cached").asLong(0),
                usage.path("audio").asLong(0),
                usage.path("video").isNumber()
                        ? OptionalLong.of(usage.path("video").asLong())
                        : OptionalLong.empty(),
                usage.path("answer").asLong(0),
                usage.path("thoughts").asLong(0));
    }
}
