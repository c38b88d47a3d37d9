package dev.rushes.gemini.fake.answer;

import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What the model said.
 *
 * @param text its words; empty if there are none
 * @param finish why it stopped; empty if the prompt was blocked
 * @param block why the prompt was blocked
 * @param prompt what the request cost
 * @param thoughts tokens of its thoughts
 * @param usage whether the cost is told
 */
public record Spoken(
        Optional<String> text,
        Optional<String> finish,
        Optional<String> block,
        Tokens prompt,
        long thoughts,
        boolean usage) {

    static Spoken of(String text, String finish, Tokens prompt, long thoughts) {
        return new Spoken(Optional.of(text), Optional.of(finish), Optional.empty(), prompt, thoughts, true);
    }

    static Spoken blocked(String finish, Tokens prompt) {
        return new Spoken(Optional.empty(), Optional.of(finish), Optional.empty(), prompt, 0, true);
    }

    static Spoken promptBlocked(String reason, Tokens prompt) {
        return new Spoken(Optional.empty(), Optional.empty(), Optional.of(reason), prompt, 0, true);
    }

    static Spoken thoughtsOnly(Tokens prompt, long thoughts) {
        return new Spoken(Optional.empty(), Optional.of("MAX_TOKENS"), Optional.empty(), prompt, thoughts, true);
    }

    Spoken withPrompt(Tokens other) {
        return new Spoken(text, finish, block, other, thoughts, usage);
    }

    Spoken withoutUsage() {
        return new Spoken(text, finish, block, prompt, thoughts, false);
    }

    /** As one response of generateContent. */
    public ObjectNode json(String model, String id) {
        ObjectNode root = JsonMapper.shared().createObjectNode();
        block.ifPresentOrElse(
                reason -> {
                    ObjectNode rating = root.putObject("promptFeedback")
                            .put("blockReason", reason)
                            .putArray("safetyRatings")
                            .addObject();
                    rating.put("category", "HARM_CATEGORY_SEXUALLY_EXPLICIT")
                            .put("probability", "HIGH")
                            .put("blocked", true);
                },
                () -> candidate(root.putArray("candidates").addObject(), text.orElse(""), finish, "CpcBfake"));
        close(root, model, id);
        return root;
    }

    /**
     * One frame of a stream.
     *
     * @param piece part of the words
     * @param last whether it is the last frame
     */
    ObjectNode frame(String piece, boolean last, String model, String id) {
        ObjectNode root = JsonMapper.shared().createObjectNode();
        candidate(
                root.putArray("candidates").addObject(),
                piece,
                last ? finish : Optional.empty(),
                last ? "CpcBfake" : "");
        close(root, model, id);
        return root;
    }

    private void candidate(ObjectNode candidate, String words, Optional<String> why, String signature) {
        boolean thoughtsOnly = why.filter("MAX_TOKENS"::equals).isPresent() && text.isEmpty();
        if (text.isPresent()) {
            ObjectNode content = candidate.putObject("content").put("role", "model");
            ObjectNode part = content.putArray("parts").addObject().put("text", words);
            if (!signature.isEmpty()) {
                part.put("thoughtSignature", signature);
            }
        } else if (thoughtsOnly) {
            candidate.putObject("content").put("role", "model");
        }
        why.ifPresent(reason -> candidate.put("finishReason", reason));
        candidate.put("index", 0);
    }

    private void close(ObjectNode root, String model, String id) {
        if (usage) {
            long said = Tokens.ofText(text.orElse("").length());
            ObjectNode told = root.putObject("usageMetadata").put("promptTokenCount", prompt.prompt());
            if (text.isPresent()) {
                told.put("candidatesTokenCount", said);
            }
            if (thoughts > 0) {
                told.put("thoughtsTokenCount", thoughts);
            }
            told.put("totalTokenCount", prompt.prompt() + said + thoughts);
            ArrayNode details = told.putArray("promptTokensDetails");
            modality(details, "TEXT", prompt.text());
            modality(details, "VIDEO", prompt.video());
            modality(details, "AUDIO", prompt.audio());
        }
        root.put("modelVersion", model).put("responseId", id);
    }

    private static void modality(ArrayNode details, String name, long count) {
        if (count > 0) {
            details.addObject().put("modality", name).put("tokenCount", count);
        }
    }
}
