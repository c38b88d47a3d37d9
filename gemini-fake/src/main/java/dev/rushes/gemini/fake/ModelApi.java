package dev.rushes.gemini.fake;

import dev.rushes.gemini.fake.answer.Logged;
import dev.rushes.gemini.fake.answer.Question;
import dev.rushes.gemini.fake.answer.Speech;
import dev.rushes.gemini.fake.answer.Spoken;
import dev.rushes.gemini.fake.answer.Stream;
import dev.rushes.gemini.fake.answer.Tokens;
import dev.rushes.gemini.fake.check.Asked;
import dev.rushes.gemini.fake.check.GenerateCheck;
import dev.rushes.gemini.fake.check.Rejection;
import dev.rushes.gemini.fake.files.FileTable;
import dev.rushes.gemini.fake.files.MediaLength;
import dev.rushes.gemini.fake.files.StoredFile;
import dev.rushes.gemini.fake.http.Reply;
import dev.rushes.gemini.fake.http.Request;
import dev.rushes.gemini.fake.quota.QuotaError;
import dev.rushes.gemini.fake.quota.Quotas;
import dev.rushes.gemini.fake.scenario.Fault;
import dev.rushes.gemini.fake.scenario.Route;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code /v1beta/models}. */
final class ModelApi {
    private static final Duration TRICKLE = Duration.ofSeconds(1);
    private static final Duration DEADLINE = Duration.ofMillis(200);
    private static final long PAGE_LIMIT = 3;

    private final Desk desk;
    private final FakeSettings settings;
    private final FileTable files;
    private final Quotas quotas;
    private final GenerateCheck check;
    private int answered;

    ModelApi(Desk desk, FakeSettings settings, FileTable files) {
        this.desk = desk;
        this.settings = settings;
        this.files = files;
        this.quotas = new Quotas(settings.quota(), settings.clock());
        this.check = new GenerateCheck(settings.largestRequest());
    }

    Reply list(Request request) {
        desk.letIn(request);
        Optional<Fault> unused = desk.fault(Route.MODELS, List.of());
        ObjectNode page = JsonMapper.shared().createObjectNode();
        ArrayNode models = page.putArray("models");
        settings.models().forEach(name -> models.add(model(name)));
        return Reply.json(200, page);
    }

    Reply show(Request request, String name) {
        desk.letIn(request);
        known(name);
        return Reply.json(200, model(name));
    }

    private static ObjectNode model(String name) {
        ObjectNode model = JsonMapper.shared().createObjectNode();
        model.put("name", "models/" + name)
                .put("version", "001")
                .put("displayName", name)
                .put("inputTokenLimit", 1_048_576)
                .put("outputTokenLimit", 65_536)
                .putArray("supportedGenerationMethods")
                .add("generateContent")
                .add("countTokens");
        return model;
    }

    private void known(String name) {
        if (settings.retired().contains(name)) {
            throw new Rejection(GoogleError.retired(name));
        }
        if (!settings.models().contains(name)) {
            throw new Rejection(
                    GoogleError.notFound(
                            "models/" + name
                                    + " is not found for API version v1beta, or is not supported for generateContent. Call ListModels to see the list of available models and their supported methods."));
        }
    }

    /** @param streamed whether the answer is to come in frames */
    Reply generate(Request request, String name, boolean streamed) {
        desk.letIn(request);
        desk.asks(name);
        known(name);
        Asked asked = check.check(name, request.body());
        List<StoredFile> used = new ArrayList<>();
        List<byte[]> bytes = new ArrayList<>();
        for (Asked.Media media : asked.media()) {
            switch (media) {
                case Asked.Media.Inline(String type, byte[] its) -> bytes.add(its);
                case Asked.Media.File(String type, String uri) -> {
                    StoredFile file = file(uri, type);
                    used.add(file);
                    bytes.add(file.bytes());
                }
            }
        }
        List<String> words = new ArrayList<>(asked.texts());
        words.add(name);
        used.forEach(file -> words.addAll(List.of(file.id(), file.displayName())));
        Optional<Fault> fault = desk.fault(Route.GENERATE, words);
        return fault.flatMap(its -> refusal(its, name, used)).orElseGet(() -> answer(asked, bytes, fault, streamed));
    }

    private StoredFile file(String uri, String type) {
        String id = uri.substring(uri.lastIndexOf('/') + 1);
        StoredFile file = files.find(id).orElseThrow(() -> new Rejection(GoogleError.fileGone(id)));
        if (!file.isActive()) {
            throw new Rejection(GoogleError.fileNotActive(id));
        }
        if (!file.mimeType().equals(type)) {
            throw Rejection.invalid("The mime type " + type + " does not match the file's " + file.mimeType() + ".");
        }
        return file;
    }

    private Optional<Reply> refusal(Fault fault, String model, List<StoredFile> used) {
        String id = used.isEmpty() ? "fake00000000" : used.getFirst().id();
        return Optional.ofNullable(
                switch (fault) {
                    case QUOTA_MINUTE ->
                        QuotaError.tokens(model, 1_000_000, Duration.ofMillis(PAGE_LIMIT * 1000 + 812));
                    case QUOTA_UNEXPLAINED -> QuotaError.unexplained();
                    case QUOTA_DAY -> QuotaError.perDay(model, 20);
                    case QUOTA_ZERO -> QuotaError.zero(model);
                    case SPEND_LIMIT -> QuotaError.spend();
                    case NO_CAPACITY -> QuotaError.noCapacity(model);
                    case OVERLOADED, OVERLOADED_FOR_EVER ->
                        GoogleError.reply(503, "UNAVAILABLE", "The model is overloaded. Please try again later.");
                    case INTERNAL ->
                        GoogleError.reply(
                                500,
                                "INTERNAL",
                                "An internal error has occurred. Please retry or report in https://developers.generativeai.google/guide/troubleshooting");
                    case BAD_GATEWAY_PAGE ->
                        Reply.of(
                                502,
                                "text/html; charset=UTF-8",
                                "<!DOCTYPE html><html lang=en><title>Error 502 (Server Error)!!1</title><p>That’s an error.</html>"
                                        .getBytes(StandardCharsets.UTF_8));
                    case ERROR_IN_LIST ->
                        Reply.json(
                                503,
                                JsonMapper.shared()
                                        .createArrayNode()
                                        .add(GoogleError.envelope(
                                                503,
                                                "UNAVAILABLE",
                                                "This model is currently experiencing high demand. Spikes in demand are usually temporary. Please try again later.",
                                                List.of())));
                    case DEADLINE_EXCEEDED ->
                        GoogleError.reply(504, "DEADLINE_EXCEEDED", "Deadline expired before operation could complete.")
                                .after(DEADLINE);
                    case SILENCE -> Reply.none(Reply.Ending.SILENCE);
                    case RESET_BEFORE -> Reply.none(Reply.Ending.RESET_BEFORE);
                    case KEY_INVALID -> GoogleError.badKey();
                    case KEY_MISSING -> GoogleError.noKey();
                    case SCHEMA_REJECTED ->
                        GoogleError.invalid(
                                "The specified schema produces a constraint that has too many states for serving.");
                    case THINKING_REFUSED -> GenerateCheck.minimalRefused().reply();
                    case MODEL_RETIRED -> GoogleError.retired(model);
                    case FILE_NOT_ACTIVE -> GoogleError.fileNotActive(id);
                    case FILE_GONE -> {
                        used.forEach(file -> {
                            boolean unused = files.delete(file.id());
                        });
                        yield GoogleError.fileGone(id);
                    }
                    default -> null;
                });
    }

    private Reply answer(Asked asked, List<byte[]> bytes, Optional<Fault> fault, boolean streamed) {
        List<MediaLength> lengths = new ArrayList<>();
        for (int i = 0; i < bytes.size(); i++) {
            lengths.add(MediaLength.of(bytes.get(i), asked.media().get(i).mimeType()));
        }
        Tokens tokens = Tokens.of(asked, lengths);
        Optional<Reply> tooMuch = quotas.admit(asked.model(), tokens.prompt());
        if (tooMuch.isPresent()) {
            return tooMuch.get();
        }
        Question question = new Question(
                asked.model(),
                lengths.stream().mapToDouble(MediaLength::seconds).sum(),
                lengths.stream().anyMatch(MediaLength::hasVideo),
                asked.texts(),
                bytes.isEmpty() ? "" : StoredFile.sha256(bytes.getFirst()),
                bytes.isEmpty()
                        ? Optional.empty()
                        : Optional.of(new Question.Film(asked.media().getFirst().mimeType(), bytes.getFirst())));
        Logged logged = settings.answers().answer(question);
        Spoken spoken = new Speech(asked, tokens, question, logged, fault).spoken();
        String id = "fake-%06d".formatted(++answered);
        Reply whole = streamed
                ? Stream.of(spoken, asked.model(), id, fault)
                : Reply.json(200, spoken.json(asked.model(), id));
        return switch (fault.orElse(Fault.INTERNAL)) {
            case TRICKLE -> whole.trickling(TRICKLE);
            case RESET_WITHIN -> whole.brokenOff();
            case STREAM_PLAIN_ERROR -> Stream.plainError();
            default -> whole;
        };
    }

    void clear() {
        quotas.clear();
    }
}
