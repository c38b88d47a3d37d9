package dev.rushes.gemini.fake.check;

import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * What a request asks for, once it has been found to be in order.
 *
 * @param model name without "models/"
 * @param texts all texts, in order
 * @param media what is to be looked at, in order
 * @param fps frames a second that the model looks at
 * @param highResolution whether frames cost four times as much
 * @param json whether the answer is to be JSON
 * @param schema form of the answer
 * @param maxOutputTokens most tokens of the answer, thoughts included
 * @param thinking minimal, low, medium or high
 */
public record Asked(
        String model,
        List<String> texts,
        List<Media> media,
        double fps,
        boolean highResolution,
        boolean json,
        Optional<JsonNode> schema,
        int maxOutputTokens,
        String thinking) {

    /** Something to look at or to listen to. */
    public sealed interface Media {
        String mimeType();

        record Inline(String mimeType, byte[] bytes) implements Media {}

        record File(String mimeType, String uri) implements Media {}
    }
}
