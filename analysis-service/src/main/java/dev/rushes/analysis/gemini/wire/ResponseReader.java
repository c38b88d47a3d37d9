package dev.rushes.analysis.gemini.wire;

import dev.rushes.analysis.gemini.domain.Response;
import dev.rushes.analysis.gemini.domain.TokenUsage;
import java.util.Optional;
import java.util.OptionalLong;
import tools.jackson.databind.JsonNode;

/** Puts one answer together from the frames of a stream, or from a single document. */
public final class ResponseReader {
    private final StringBuilder text = new StringBuilder();
    private boolean spoke;
    private Optional<String> finish = Optional.empty();
    private Optional<String> block = Optional.empty();
    private Optional<TokenUsage> usage = Optional.empty();
    private String modelVersion = "";
    private String responseId = "";

    /**
     * Takes a frame.
     *
     * @return the words that it adds
     */
    public String add(JsonNode frame) {
        StringBuilder words = new StringBuilder();
        JsonNode candidate = frame.path("candidates").path(0);
        for (JsonNode part : candidate.path("content").path("parts")) {
            if (!part.path("thought").asBoolean(false) && part.path("text").isString()) {
                words.append(part.path("text").asString());
                spoke = true;
            }
        }
        text.append(words);
        finish = word(candidate.path("finishReason")).or(() -> finish);
        block = word(frame.path("promptFeedback").path("blockReason")).or(() -> block);
        if (frame.path("usageMetadata").path("promptTokenCount").isNumber()) {
            usage = Optional.of(usage(frame.path("usageMetadata")));
        }
        modelVersion = word(frame.path("modelVersion")).orElse(modelVersion);
        responseId = word(frame.path("responseId")).orElse(responseId);
        return words.toString();
    }

    /** Whether the answer came to its end. */
    public boolean isWhole() {
        return finish.isPresent() || block.isPresent();
    }

    /** @param left whether we stopped reading */
    public Response response(boolean left) {
        return new Response(
                spoke ? Optional.of(text.toString()) : Optional.empty(),
                finish,
                block,
                usage,
                modelVersion,
                responseId,
                left);
    }

    private static TokenUsage usage(JsonNode usage) {
        OptionalLong video = OptionalLong.empty();
        long audio = 0;
        if (usage.path("promptTokensDetails").isArray()) {
            video = OptionalLong.of(modality(usage, "VIDEO"));
            audio = modality(usage, "AUDIO");
        }
        return new TokenUsage(
                usage.path("promptTokenCount").asLong(0),
                usage.path("cachedContentTokenCount").asLong(0),
                audio,
                video,
                usage.path("candidatesTokenCount").asLong(0),
                usage.path("thoughtsTokenCount").asLong(0));
    }

    private static long modality(JsonNode usage, String name) {
        return usage.path("promptTokensDetails")
                .valueStream()
                .filter(detail -> detail.path("modality").asString("").equals(name))
                .mapToLong(detail -> detail.path("tokenCount").asLong(0))
                .sum();
    }

    private static Optional<String> word(JsonNode node) {
        return node.isString() && !node.asString().isEmpty() ? Optional.of(node.asString()) : Optional.empty();
    }
}
