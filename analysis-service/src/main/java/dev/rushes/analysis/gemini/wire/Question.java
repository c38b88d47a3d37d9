package dev.rushes.analysis.gemini.wire;

import dev.rushes.analysis.gemini.domain.Manner;
import dev.rushes.analysis.gemini.domain.Wording;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * One question to a model, without its film.
 *
 * @param model name
 * @param words the question
 * @param manner how it is asked
 * @param pictures whether the film has pictures
 */
public record Question(String model, String words, Manner manner, boolean pictures) {
    private static final String PLACE = "@film@";
    private static final JsonNode SCHEMA = schema();

    /** The request's JSON before and after the film's bytes in Base64. */
    public record Body(byte[] before, byte[] after) {}

    /** For a film whose bytes go along. */
    public Body inline(String mimeType) {
        ObjectNode part = JsonMapper.shared().createObjectNode();
        part.putObject("inlineData").put("mimeType", mimeType).put("data", PLACE);
        String json = json(part);
        int at = json.indexOf(PLACE);
        return new Body(bytes(json.substring(0, at)), bytes(json.substring(at + PLACE.length())));
    }

    /** For a film that was brought before. */
    public Body brought(String uri, String mimeType) {
        ObjectNode part = JsonMapper.shared().createObjectNode();
        part.putObject("fileData").put("mimeType", mimeType).put("fileUri", uri);
        return new Body(bytes(json(part)), new byte[0]);
    }

    /** The same with less or more room for the answer. */
    public Question withRoom(int tokens) {
        return new Question(model, words, manner.withMaxOutputTokens(tokens), pictures);
    }

    /**
     * All but the film, always the same for the same question: what an answer is remembered by. The room for the answer is no part of it, for it
     * follows from the money that is left when it is asked.
     */
    public String identity() {
        return model + "\n" + json(JsonMapper.shared().createObjectNode(), false);
    }

    private String json(ObjectNode film) {
        return json(film, true);
    }

    private String json(ObjectNode film, boolean room) {
        ObjectNode root = JsonMapper.shared().createObjectNode();
        if (pictures) {
            film.putObject("videoMetadata").put("fps", manner.fps());
        }
        ObjectNode content = root.putArray("contents").addObject().put("role", "user");
        // The words stand after the film, as the documentation asks.
        content.putArray("parts").add(film).addObject().put("text", words);
        root.putObject("systemInstruction").putArray("parts").addObject().put("text", Wording.SYSTEM);
        ObjectNode config = root.putObject("generationConfig");
        config.put("responseMimeType", "application/json").set("responseJsonSchema", SCHEMA);
        if (room) {
            config.put("maxOutputTokens", manner.maxOutputTokens());
        }
        config.putObject("thinkingConfig")
                .put("thinkingLevel", manner.thinking().name());
        return root.toString();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static JsonNode schema() {
        try (InputStream schema = Objects.requireNonNull(
                Question.class.getResourceAsStream("/dev/rushes/analysis/gemini/answer-schema.json"))) {
            return JsonMapper.shared().readTree(schema);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }
}
