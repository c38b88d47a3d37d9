package dev.rushes.ingest.generation.wire;

import dev.rushes.gemini.domain.Diagnosis;
import dev.rushes.gemini.domain.Trouble;
import dev.rushes.gemini.wire.ErrorReader;
import dev.rushes.ingest.domain.FilmWish;
import dev.rushes.ingest.generation.domain.Look;
import dev.rushes.ingest.generation.domain.OrderEnd;
import dev.rushes.ingest.generation.domain.OrderRule;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.StringJoiner;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Long-running operations of Veo: orders as they are wanted, answers as values. */
public final class VeoWire {
    private static final String NAME = "models/[A-Za-z0-9._-]{1,80}/operations/[A-Za-z0-9._-]{1,200}";

    private VeoWire() {}

    public static String order(FilmWish wish) {
        ObjectNode root = JsonMapper.shared().createObjectNode();
        root.putArray("instances").addObject().put("prompt", wish.text());
        root.putObject("parameters")
                .put("sampleCount", 1)
                .put("durationSeconds", wish.seconds())
                .put("aspectRatio", wish.aspectRatio())
                .put("resolution", wish.resolution());
        return root.toString();
    }

    public static OrderEnd ordered(int http, String body) {
        if (http != 200) {
            return OrderRule.of(ErrorReader.read(http, body));
        }
        String name =
                Answers.read(body).map(root -> root.path("name").asString("")).orElse("");
        return name.matches(NAME)
                ? new OrderEnd.Accepted(name)
                : new OrderEnd.Lost("it answered 200 without a name that could be asked for");
    }

    public static Look look(int http, String body) {
        if (http != 200) {
            return denied(http, body);
        }
        return Answers.read(body)
                .map(VeoWire::state)
                .orElseGet(() -> new Look.Away("its answer was no JSON", Optional.empty()));
    }

    private static Look denied(int http, String body) {
        Trouble trouble = Diagnosis.of(ErrorReader.read(http, body));
        return switch (http) {
            case 401, 403 -> new Look.KeyRefused(trouble.message());
            case 400 ->
                trouble.kind() == Trouble.Kind.KEY
                        ? new Look.KeyRefused(trouble.message())
                        : new Look.Denied(trouble.message(), false, false);
            case 404, 410 ->
                new Look.Denied(
                        trouble.message(),
                        false,
                        http == 410
                                || trouble.message().toLowerCase(Locale.ROOT).contains("expired"));
            default -> new Look.Away(trouble.message(), trouble.pause());
        };
    }

    private static Look state(JsonNode operation) {
        if (!operation.path("done").asBoolean(false)) {
            return new Look.Making();
        }
        JsonNode error = operation.path("error");
        if (error.isObject()) {
            String said = Answers.quote(error.path("message").asString("without a word"));
            return new Look.NoFilm(
                    Look.Why.FAILED,
                    "the operation ended with error " + error.path("code").asInt(0) + ": " + said,
                    Optional.empty());
        }
        return made(operation.path("response").path("generateVideoResponse"));
    }

    private static Look made(JsonNode response) {
        Optional<String> filtered = filtered(response);
        Optional<URI> film = Answers.address(response.path("generatedSamples")
                .path(0)
                .path("video")
                .path("uri")
                .asString(""));
        return film.<Look>map(address -> new Look.Made(
                        address, Optional.empty(), filtered.map(why -> "Something of the film was left out: " + why)))
                .orElseGet(() -> new Look.NoFilm(
                        filtered.isPresent() ? Look.Why.FILTERED : Look.Why.FAILED,
                        filtered.orElse("the operation is done, but names no film"),
                        Optional.empty()));
    }

    /** How much was left out, and why, as the service says it. */
    private static Optional<String> filtered(JsonNode response) {
        int count = response.path("raiMediaFilteredCount").asInt(0);
        if (count == 0) {
            return Optional.empty();
        }
        StringJoiner reasons = new StringJoiner(" ");
        response.path("raiMediaFilteredReasons").forEach(reason -> reasons.add(reason.asString("")));
        String why = Answers.quote(reasons.toString());
        return Optional.of(count + " filtered" + (why.isEmpty() ? ", and no reason is given" : " (" + why + ")"));
    }
}
