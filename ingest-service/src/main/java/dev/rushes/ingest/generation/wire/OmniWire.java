package dev.rushes.ingest.generation.wire;

import dev.rushes.gemini.domain.Diagnosis;
import dev.rushes.gemini.domain.Trouble;
import dev.rushes.gemini.wire.ErrorReader;
import dev.rushes.ingest.domain.FilmWish;
import dev.rushes.ingest.generation.domain.FilmUsage;
import dev.rushes.ingest.generation.domain.Look;
import dev.rushes.ingest.generation.domain.OrderEnd;
import dev.rushes.ingest.generation.domain.OrderRule;
import java.net.URI;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The Interactions API: orders as it wants them, answers as values. */
public final class OmniWire {
    private static final String FREE = "will not be charged";

    private OmniWire() {}

    /** The length is text, with its unit; a number is refused. Whoever wants to look later must let it be kept. */
    public static String order(String model, FilmWish wish) {
        ObjectNode root = JsonMapper.shared().createObjectNode();
        root.put("model", model);
        root.putArray("input").addObject().put("type", "text").put("text", wish.text());
        root.putObject("response_format")
                .put("type", "video")
                .put("aspect_ratio", wish.aspectRatio())
                .put("resolution", wish.resolution())
                .put("duration", wish.seconds() + "s")
                .put("delivery", "uri");
        root.put("background", true);
        root.put("store", true);
        return root.toString();
    }

    public static OrderEnd ordered(int http, String body) {
        if (http != 200) {
            return OrderRule.of(ErrorReader.read(http, body));
        }
        String id = Answers.read(body).map(root -> root.path("id").asString("")).orElse("");
        return Answers.isName(id)
                ? new OrderEnd.Accepted(id)
                : new OrderEnd.Lost("it answered 200 without an id that could be asked for");
    }

    public static Look look(int http, String body) {
        if (http != 200) {
            return denied(http, body);
        }
        return Answers.read(body)
                .map(OmniWire::state)
                .orElseGet(() -> new Look.Away("its answer was no JSON", Optional.empty()));
    }

    /** 400, 403 and 404 have all been seen of what was being made. */
    private static Look denied(int http, String body) {
        Trouble trouble = Diagnosis.of(ErrorReader.read(http, body));
        if (http == 401 || http == 400 && trouble.kind() == Trouble.Kind.KEY) {
            return new Look.KeyRefused(trouble.message());
        }
        return http == 400 || http == 403 || http == 404 || http == 410
                ? new Look.Denied(trouble.message(), body.contains(FREE), http == 410)
                : new Look.Away(trouble.message(), trouble.pause());
    }

    private static Look state(JsonNode root) {
        String status = root.path("status").asString("");
        return switch (status) {
            case "queued", "in_progress" -> new Look.Making();
            case "completed" -> completed(root);
            case "failed" -> none(Look.Why.FAILED, "the model could not make it", root);
            case "incomplete" -> none(Look.Why.FAILED, "the model broke off", root);
            case "budget_exceeded" ->
                none(Look.Why.OUT_OF_BUDGET, "the budget that the service has for it is used up", root);
            case "cancelled" -> none(Look.Why.CANCELLED, "somebody stopped it at the service", root);
            case "requires_action" -> none(Look.Why.FAILED, "the model asks back instead", root);
            default ->
                new Look.Away("it is in a state that nobody here knows: " + Answers.quote(status), Optional.empty());
        };
    }

    private static Look completed(JsonNode root) {
        StringBuilder words = new StringBuilder();
        for (JsonNode step : root.path("steps")) {
            for (JsonNode content : step.path("content")) {
                Optional<URI> film = film(content);
                if (film.isPresent()) {
                    return new Look.Made(film.get(), usage(root, true), Optional.empty());
                }
                words.append(content.path("text").asString("")).append(' ');
            }
        }
        String said = Answers.quote(words.toString());
        return new Look.NoFilm(
                Look.Why.FILTERED,
                said.isEmpty()
                        ? "the model has given no film and no reason"
                        : "the model answers with words: \"" + said + "\"",
                usage(root, false));
    }

    private static Optional<URI> film(JsonNode content) {
        return content.path("type").asString("").equals("video")
                ? Answers.address(content.path("uri").asString(""))
                : Optional.empty();
    }

    private static Look none(Look.Why why, String message, JsonNode root) {
        String said = Answers.quote(root.path("error").path("message").asString(""));
        return new Look.NoFilm(why, said.isEmpty() ? message : message + ": " + said, usage(root, false));
    }

    private static Optional<FilmUsage> usage(JsonNode root, boolean film) {
        JsonNode usage = root.path("usage");
        return usage.path("total_output_tokens").isNumber()
                ? Optional.of(new FilmUsage(
                        usage.path("total_input_tokens").asLong(0),
                        usage.path("total_output_tokens").asLong(0),
                        usage.path("total_thought_tokens").asLong(0),
                        film))
                : Optional.empty();
    }
}
