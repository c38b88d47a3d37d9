package dev.rushes.gemini.fake.generation;

import dev.rushes.gemini.fake.Desk;
import dev.rushes.gemini.fake.GoogleError;
import dev.rushes.gemini.fake.check.Rejection;
import dev.rushes.gemini.fake.http.Reply;
import dev.rushes.gemini.fake.http.Request;
import dev.rushes.gemini.fake.scenario.Fault;
import dev.rushes.gemini.fake.scenario.Route;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Films from words: {@code /v1beta/interactions} (Omni) and {@code :predictLongRunning} (Veo). A film is ready at the second look. */
public final class FilmApi {
    private static final Set<String> OMNI =
            Set.of("model", "input", "response_format", "background", "store", "previous_interaction_id");
    private static final Set<String> FORMAT = Set.of("type", "aspect_ratio", "resolution", "duration", "delivery");
    private static final Map<Integer, Integer> TOKENS_PER_SECOND = Map.of(360, 1_931, 720, 5_792, 1080, 8_688);
    private static final int LOOKS = 1;
    private static final Duration WHILE = Duration.ofSeconds(1);

    private final Desk desk;
    private final Function<FilmOrder, byte[]> studio;
    private final Map<String, Work> works = new HashMap<>();
    private final Map<String, FilmOrder> films = new HashMap<>();
    private int begun;

    private static final class Work {
        private final Optional<Fault> fault;
        private final int tokens;
        private final String film;
        private int looks;
        private boolean cancelled;

        Work(Optional<Fault> fault, int tokens, String film) {
            this.fault = fault;
            this.tokens = tokens;
            this.film = film;
        }
    }

    /** @param studio makes what was asked for */
    public FilmApi(Desk desk, Function<FilmOrder, byte[]> studio) {
        this.desk = desk;
        this.studio = studio;
    }

    public Reply handle(Request request, String base) {
        desk.letIn(request);
        String path = request.path();
        if (path.endsWith(":predictLongRunning")) {
            return begin(request);
        }
        if (path.contains("/operations/")) {
            return look(path.substring("/v1beta/".length()), base);
        }
        String id = path.substring(Math.min(path.length(), "/v1beta/interactions/".length()));
        return switch (request.method()) {
            case "POST" -> id.isEmpty() ? create(request) : cancel(id);
            case "GET" -> poll(id, base);
            default -> forget(id);
        };
    }

    // ---- Omni ----

    private Reply create(Request request) {
        JsonNode wish = parse(request);
        wish.properties().forEach(field -> {
            if (!OMNI.contains(field.getKey())) {
                throw new Rejection(refused("invalid_request", "Unknown parameter '" + field.getKey() + "'.", 400));
            }
        });
        JsonNode format = wish.path("response_format");
        format.properties().forEach(field -> {
            if (!FORMAT.contains(field.getKey())) {
                throw new Rejection(
                        refused("invalid_request", "Unknown parameter 'response_format." + field.getKey() + "'.", 400));
            }
        });
        JsonNode duration = format.path("duration");
        if (!duration.isMissingNode()
                && !(duration.isString() && duration.asString().matches("([3-9]|10)s"))) {
            throw new Rejection(refused("invalid_request", "duration must be a string from 3s to 10s.", 400));
        }
        desk.asks(wish.path("model").asString(""));
        Optional<Fault> fault =
                desk.fault(Route.INTERACTION_CREATE, List.of(wish.path("input").toString()));
        if (fault.filter(Fault.OMNI_REFUSED::equals).isPresent()) {
            throw new Rejection(refused("invalid_request", "The request could not be processed.", 400));
        }
        if (fault.filter(Fault.OMNI_ORDER_BUSY::equals).isPresent()) {
            throw new Rejection(refused("rate_limit_exceeded", "Too many requests.", 429));
        }
        String id = "v1_fake%04d".formatted(++begun);
        FilmOrder order = FilmOrder.of(
                duration.asString(""),
                format.path("resolution").asString(""),
                format.path("aspect_ratio").asString(""));
        works.put(id, new Work(fault, tokens(order), take(id.replace('_', '-'), order)));
        return switch (fault.orElse(Fault.INTERNAL)) {
            case OMNI_ORDER_LOST -> Reply.none(Reply.Ending.RESET_BEFORE);
            case OMNI_ORDER_BROKEN -> refused("api_error", "Internal error.", 500);
            case OMNI_ORDER_SLOW ->
                Reply.json(200, interaction(id, "in_progress")).after(WHILE);
            default -> Reply.json(200, interaction(id, "in_progress"));
        };
    }

    /** What a film of that length and size counts as. */
    private static int tokens(FilmOrder order) {
        return order.seconds() * TOKENS_PER_SECOND.getOrDefault(order.lines(), 5_792);
    }

    /** Remembers what lies at a film's address. */
    private String take(String address, FilmOrder order) {
        films.put(address, order);
        return address;
    }

    private Reply forget(String id) {
        Work unused = work(id);
        works.remove(id);
        return Reply.json(200, JsonMapper.shared().createObjectNode());
    }

    private Reply cancel(String path) {
        Work work = work(path.replace("/cancel", ""));
        work.cancelled = true;
        return Reply.json(200, interaction(path.replace("/cancel", ""), "cancelled"));
    }

    private Reply poll(String id, String base) {
        Optional<Fault> fault = desk.fault(Route.INTERACTION_POLL, List.of(id));
        if (fault.filter(Fault.OMNI_POLL_FORBIDDEN::equals).isPresent()) {
            return refused(
                    "permission_denied", "There was a problem processing your request. You will not be charged.", 403);
        }
        if (fault.filter(Fault.OMNI_POLL_NOT_FOUND::equals).isPresent()) {
            return refused("not_found", "Interaction not found.", 404);
        }
        Work work = work(id);
        if (work.cancelled) {
            return Reply.json(200, interaction(id, "cancelled"));
        }
        if (work.looks++ < LOOKS) {
            return Reply.json(200, interaction(id, "in_progress"));
        }
        return Reply.json(200, finished(id, work, base));
    }

    private static ObjectNode finished(String id, Work work, String base) {
        return switch (work.fault.orElse(Fault.INTERNAL)) {
            case OMNI_FAILED -> interaction(id, "failed");
            case OMNI_BUDGET -> interaction(id, "budget_exceeded");
            case OMNI_TEXT_ONLY -> {
                ObjectNode words = interaction(id, "completed");
                content(words).put("type", "text").put("text", "I can't make this film.");
                usage(words, 12);
                yield words;
            }
            default -> {
                ObjectNode film = interaction(id, "completed");
                content(film).put("type", "video").put("mime_type", "video/mp4").put("uri", address(work, base));
                usage(film, work.tokens);
                yield film;
            }
        };
    }

    private static String address(Work work, String base) {
        return base + "/v1beta/files/" + work.film + ":download?alt=media";
    }

    private static ObjectNode content(ObjectNode interaction) {
        return interaction
                .putArray("steps")
                .addObject()
                .put("type", "model_output")
                .putArray("content")
                .addObject();
    }

    private static void usage(ObjectNode interaction, long output) {
        interaction
                .putObject("usage")
                .put("total_tokens", 64 + output)
                .put("total_input_tokens", 64)
                .put("total_output_tokens", output)
                .put("total_thought_tokens", 0);
    }

    private static ObjectNode interaction(String id, String status) {
        return JsonMapper.shared()
                .createObjectNode()
                .put("id", id)
                .put("object", "interaction")
                .put("status", status)
                .put("model", "gemini-omni-1.1-flash");
    }

    /** Interactions have an envelope of their own. */
    private static Reply refused(String code, String message, int status) {
        ObjectNode root = JsonMapper.shared().createObjectNode();
        root.putObject("error").put("code", code).put("message", message);
        return Reply.json(status, root);
    }

    // ---- Veo ----

    private Reply begin(Request request) {
        JsonNode wish = parse(request);
        if (!wish.path("instances").path(0).path("prompt").isString()) {
            throw Rejection.invalid("instances[0].prompt is missing.");
        }
        String model = request.path().substring("/v1beta/models/".length()).replace(":predictLongRunning", "");
        desk.asks(model);
        Optional<Fault> fault = desk.fault(
                Route.OPERATION_CREATE,
                List.of(wish.path("instances").path(0).path("prompt").asString()));
        String name = "models/" + model + "/operations/fake%04d".formatted(++begun);
        JsonNode wanted = wish.path("parameters");
        FilmOrder order = FilmOrder.of(
                wanted.path("durationSeconds").asString(""),
                wanted.path("resolution").asString(""),
                wanted.path("aspectRatio").asString(""));
        works.put(name, new Work(fault, 0, take("veo-" + begun, order)));
        return fault.filter(Fault.VEO_ORDER_LOST::equals).isPresent()
                ? Reply.none(Reply.Ending.RESET_BEFORE)
                : Reply.json(200, JsonMapper.shared().createObjectNode().put("name", name));
    }

    private Reply look(String name, String base) {
        Optional<Fault> fault = desk.fault(Route.OPERATION_POLL, List.of(name));
        if (fault.isPresent()) {
            String what = fault.get() == Fault.VEO_EXPIRED ? "The operation has expired." : "Operation not found.";
            return GoogleError.notFound(what);
        }
        Work work = work(name);
        ObjectNode operation = JsonMapper.shared().createObjectNode().put("name", name);
        if (work.looks++ < LOOKS) {
            return Reply.json(200, operation);
        }
        operation.put("done", true);
        if (work.fault.filter(Fault.VEO_ERROR::equals).isPresent()) {
            operation.putObject("error").put("code", 3).put("message", "The film could not be made.");
            return Reply.json(200, operation);
        }
        ObjectNode made = operation
                .putObject("response")
                .put("@type", "type.googleapis.com/google.ai.generativelanguage.v1beta.PredictLongRunningResponse")
                .putObject("generateVideoResponse");
        boolean filtered = work.fault.filter(Fault.VEO_FILTERED::equals).isPresent();
        if (filtered || work.fault.filter(Fault.VEO_SOUND_FILTERED::equals).isPresent()) {
            made.put("raiMediaFilteredCount", 1)
                    .putArray("raiMediaFilteredReasons")
                    .add(filtered ? "The film was filtered." : "The sound was filtered.");
        }
        if (!filtered) {
            made.putArray("generatedSamples").addObject().putObject("video").put("uri", address(work, base));
        }
        return Reply.json(200, operation);
    }

    // ---- both ----

    public Reply download(Request request, String id) {
        desk.letIn(request);
        String address = id.substring(0, id.indexOf(':'));
        Reply whole = Reply.of(200, "video/mp4", studio.apply(films.getOrDefault(address, FilmOrder.PLAIN)));
        return switch (desk.fault(Route.DOWNLOAD, List.of(id)).orElse(Fault.INTERNAL)) {
            case OMNI_DOWNLOAD_FORBIDDEN -> GoogleError.fileGone(id);
            case OMNI_DOWNLOAD_REDIRECT ->
                request.query().containsKey("moved")
                        ? whole
                        : Reply.of(302, "text/plain", new byte[0])
                                .with("Location", request.path() + "?alt=media&moved=yes");
            case OMNI_DOWNLOAD_TRUNCATED -> whole.brokenOff();
            case OMNI_DOWNLOAD_PAGE ->
                Reply.of(200, "text/html; charset=UTF-8", "<html>Sign in</html>".getBytes(StandardCharsets.UTF_8));
            default -> whole;
        };
    }

    private Work work(String id) {
        Work work = works.get(id);
        if (work == null) {
            throw new Rejection(GoogleError.notFound("Requested entity was not found."));
        }
        return work;
    }

    private static JsonNode parse(Request request) {
        try {
            return JsonMapper.shared().readTree(request.body());
        } catch (JacksonException notJson) {
            throw Rejection.invalid("Invalid JSON payload received.");
        }
    }

    public void clear() {
        works.clear();
        films.clear();
        begun = 0;
    }
}
