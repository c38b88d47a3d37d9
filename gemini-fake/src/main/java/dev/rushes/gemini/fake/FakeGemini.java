package dev.rushes.gemini.fake;

import dev.rushes.gemini.fake.check.Rejection;
import dev.rushes.gemini.fake.files.FileTable;
import dev.rushes.gemini.fake.generation.FilmApi;
import dev.rushes.gemini.fake.http.HttpEdge;
import dev.rushes.gemini.fake.http.Reply;
import dev.rushes.gemini.fake.http.Request;
import dev.rushes.gemini.fake.scenario.Rule;
import dev.rushes.gemini.fake.scenario.Scenario;
import dev.rushes.gemini.fake.scenario.ScenarioJson;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import reactor.netty.DisposableServer;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A fake of Gemini on 127.0.0.1. {@code POST /__fake/scenario} says which requests meet which fault, {@code GET /__fake/requests} what was
 * asked, {@code POST /__fake/reset} forgets everything. Safe for threads: one request is answered at a time.
 */
public final class FakeGemini implements AutoCloseable {
    private static final int LARGEST_BODY = 256 << 20;
    private static final int LONGEST_JOURNAL = 10_000;
    private static final Pattern MODEL = Pattern.compile("/v1beta/models/([A-Za-z0-9.-]+)(?::(\\w+))?");

    private final Desk desk;
    private final FileApi files;
    private final ModelApi models;
    private final FilmApi films;
    private final Deque<JournalEntry> journal = new ArrayDeque<>();
    private final HttpEdge edge = new HttpEdge(LARGEST_BODY, this::handle);
    private @Nullable DisposableServer server;

    private FakeGemini(FakeSettings settings) {
        desk = new Desk(settings.keys(), settings.clock());
        FileTable table = new FileTable(settings.clock(), settings.pollsUntilActive());
        files = new FileApi(desk, table);
        models = new ModelApi(desk, settings, table);
        films = new FilmApi(desk, settings.studio());
    }

    /** @param port 0 takes a free one */
    public static FakeGemini start(FakeSettings settings, int port) {
        FakeGemini fake = new FakeGemini(settings);
        fake.server = fake.edge.start(port);
        return fake;
    }

    /** Its address, without a slash at the end. */
    public String address() {
        DisposableServer its = server;
        if (its == null) {
            throw new IllegalStateException("Expected a fake that runs, but it was not started");
        }
        return "http://127.0.0.1:" + its.port();
    }

    /** From now on requests meet these faults; counts begin anew. */
    public synchronized void follow(long seed, Rule... rules) {
        desk.follow(new Scenario(seed, List.of(rules)));
    }

    /** What was asked, oldest first; the last 10,000. */
    public synchronized List<JournalEntry> journal() {
        return List.copyOf(journal);
    }

    /** Files that were brought and not taken away. */
    public synchronized int files() {
        return files.count();
    }

    /** Requests that were taken, and are neither answered to the end nor left by who asked. */
    public int unfinished() {
        return edge.unfinished();
    }

    /** Most requests that there were at the same time. */
    public int mostAtOnce() {
        return edge.mostAtOnce();
    }

    /** Forgets requests, files, quotas and faults. */
    public synchronized void reset() {
        journal.clear();
        files.clear();
        models.clear();
        films.clear();
        desk.follow(new Scenario(1, List.of()));
    }

    private synchronized Reply handle(Request request) {
        if (request.path().startsWith("/__fake/")) {
            return control(request);
        }
        desk.next();
        Reply reply;
        try {
            reply = route(request);
        } catch (Rejection refused) {
            reply = refused.reply();
        }
        boolean answered = reply.ending() == Reply.Ending.WHOLE;
        journal.addLast(desk.entry(request, answered ? reply.status() : 0));
        if (journal.size() > LONGEST_JOURNAL) {
            JournalEntry unused = journal.removeFirst();
        }
        return reply;
    }

    private Reply route(Request request) {
        String path = request.path();
        if (path.equals("/upload/v1beta/files")) {
            return files.upload(request, address());
        }
        if (path.equals("/v1beta/files") || path.startsWith("/v1beta/files/")) {
            String id = path.substring(Math.min(path.length(), "/v1beta/files/".length()));
            return id.contains(":") ? films.download(request, id) : files.files(request, id, address());
        }
        if (path.startsWith("/v1beta/interactions")
                || path.contains("/operations/")
                || path.endsWith(":predictLongRunning")) {
            return films.handle(request, address());
        }
        if (path.equals("/v1beta/models") && request.method().equals("GET")) {
            return models.list(request);
        }
        Matcher model = MODEL.matcher(path);
        if (model.matches()) {
            return model(request, model.group(1), model.group(2) == null ? "" : model.group(2));
        }
        throw new Rejection(GoogleError.notFound("Not Found"));
    }

    private Reply model(Request request, String name, String verb) {
        return switch (request.method() + " " + verb) {
            case "GET " -> models.show(request, name);
            case "POST generateContent" -> models.generate(request, name, false);
            case "POST streamGenerateContent" -> {
                if (!request.query().getOrDefault("alt", "").equals("sse")) {
                    throw Rejection.invalid("This fake streams server-sent events only: ask with alt=sse.");
                }
                yield models.generate(request, name, true);
            }
            default -> throw new Rejection(GoogleError.notFound("Not Found"));
        };
    }

    private Reply control(Request request) {
        return switch (request.method() + " " + request.path()) {
            case "POST /__fake/scenario" -> scenario(request);
            case "GET /__fake/requests" -> requests();
            case "POST /__fake/reset" -> {
                reset();
                yield Reply.json(200, JsonMapper.shared().createObjectNode());
            }
            default ->
                GoogleError.notFound(
                        "Expected /__fake/scenario, /__fake/requests or /__fake/reset, but got another address");
        };
    }

    private Reply scenario(Request request) {
        try {
            desk.follow(ScenarioJson.read(JsonMapper.shared().readTree(request.body())));
            return Reply.json(200, JsonMapper.shared().createObjectNode());
        } catch (JacksonException | IllegalArgumentException notUnderstood) {
            return GoogleError.invalid(String.valueOf(notUnderstood.getMessage()));
        }
    }

    private Reply requests() {
        ObjectNode root = JsonMapper.shared().createObjectNode();
        ArrayNode list = root.putArray("requests");
        journal.forEach(entry -> {
            ObjectNode one = list.addObject()
                    .put("at", entry.at().toString())
                    .put("what", entry.what())
                    .put("status", entry.status());
            if (!entry.model().isEmpty()) {
                one.put("model", entry.model());
            }
            entry.fault().ifPresent(fault -> one.put("fault", fault.name()).put("number", "F" + fault.number()));
            if (entry.keyInAddress()) {
                one.put("keyInAddress", true);
            }
        });
        return Reply.json(200, root);
    }

    /** Stops; whoever waits for an answer hears of it. */
    @Override
    public void close() {
        DisposableServer its = server;
        if (its != null) {
            its.disposeNow();
        }
    }
}
