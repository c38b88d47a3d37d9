package dev.rushes.runtime.testkit;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * As much of Apicurio's API as its serializers speak, on a free port of loopback, with the moods of a registry in trouble: it says nothing, answers with
 * errors, has lost all schemas or a single one.
 */
public final class StubRegistry implements AutoCloseable {
    private static final String ROOT = "/apis/registry/v3";
    private static final Pattern CONTENT = Pattern.compile("/ids/(?:contentIds|globalIds)/(\\d+)/?(references)?");
    private static final Pattern VERSION =
            Pattern.compile("/groups/default/artifacts/([^/]+)/versions/[^/]+/?(content|references)?");

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Map<Integer, String> schemas = new ConcurrentHashMap<>();
    private final Map<String, Integer> subjects = new ConcurrentHashMap<>();
    private final Set<Integer> lost = ConcurrentHashMap.newKeySet();
    private final Map<Integer, Integer> statuses = new ConcurrentHashMap<>();
    private final AtomicInteger questions = new AtomicInteger();
    private volatile CountDownLatch silence = new CountDownLatch(0);
    private volatile int status = 200;

    private StubRegistry(HttpServer server) {
        this.server = server;
    }

    public static StubRegistry start() {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 64);
            StubRegistry registry = new StubRegistry(server);
            server.setExecutor(registry.threads);
            server.createContext("/", registry::answer);
            server.start();
            return registry;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What the settings call {@code rushes.kafka.registry-url}. */
    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + ROOT;
    }

    /** From now on it takes connections and says nothing. */
    public void fallSilent() {
        silence = new CountDownLatch(1);
    }

    /** From now on every answer has that status. */
    public void answerAll(int value) {
        status = value;
        silence.countDown();
    }

    /** Does what it should. */
    public void recover() {
        answerAll(200);
    }

    /** It knows nothing any more, and gives out numbers from where it was. */
    public void loseAll() {
        lost.addAll(schemas.keySet());
        subjects.clear();
    }

    /** Answers with that status about one schema, and as it should about the others. */
    public void answer(int schema, int code) {
        statuses.put(schema, code);
    }

    /** It knows a single schema no more. */
    public void lose(int schema) {
        boolean unused = lost.add(schema);
    }

    /** It knows again what it has lost. */
    public void remember() {
        lost.clear();
    }

    /** How often it was asked. */
    public int questions() {
        return questions.get();
    }

    private void answer(HttpExchange exchange) throws IOException {
        int number = questions.incrementAndGet();
        try (exchange) {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            silence.await();
            if (status != 200) {
                refuse(exchange, status, "question " + number);
                return;
            }
            String path = exchange.getRequestURI().getRawPath();
            handle(exchange, URLDecoder.decode(path.substring(ROOT.length()), StandardCharsets.UTF_8), body);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void handle(HttpExchange exchange, String path, String body) throws IOException {
        Matcher content = CONTENT.matcher(path);
        Matcher version = VERSION.matcher(path);
        if (content.matches()) {
            tell(exchange, Integer.parseInt(content.group(1)), content.group(2));
        } else if (version.matches()) {
            Integer schema = subjects.get(version.group(1));
            if (schema == null) {
                refuse(exchange, 404, path);
            } else if (version.group(2) == null) {
                send(exchange, 200, version(version.group(1), schema));
            } else {
                tell(exchange, schema, version.group(2).equals("content") ? null : version.group(2));
            }
        } else if (path.endsWith("/artifacts") && exchange.getRequestMethod().equals("POST")) {
            JsonNode wanted = JsonMapper.shared().readTree(body);
            String subject = wanted.path("artifactId").asString();
            int schema = register(
                    subject,
                    wanted.path("firstVersion").path("content").path("content").asString());
            send(exchange, 200, "{\"version\":" + version(subject, schema) + "}");
        } else {
            refuse(exchange, 404, path);
        }
    }

    private synchronized int register(String subject, String schema) {
        return subjects.computeIfAbsent(subject, unknown -> {
            int number = schemas.size() + 1;
            schemas.put(number, schema);
            return number;
        });
    }

    private void tell(HttpExchange exchange, int schema, @org.jspecify.annotations.Nullable String what)
            throws IOException {
        String its = schemas.get(schema);
        Integer trouble = statuses.get(schema);
        if (trouble != null) {
            refuse(exchange, trouble, "schema " + schema);
        } else if (its == null || lost.contains(schema)) {
            refuse(exchange, 404, "schema " + schema);
        } else {
            send(exchange, 200, what == null ? its : "[]");
        }
    }

    private static String version(String subject, int schema) {
        return "{\"groupId\":\"default\",\"artifactId\":\"%s\",\"version\":\"1\",\"globalId\":%d,\"contentId\":%d}"
                .formatted(subject, schema, schema);
    }

    private static void refuse(HttpExchange exchange, int status, String what) throws IOException {
        send(
                exchange,
                status,
                "{\"status\":%d,\"title\":\"Expected %s, but there is none\",\"name\":\"Refused\"}"
                        .formatted(status, what));
    }

    private static void send(HttpExchange exchange, int status, String json) throws IOException {
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    @Override
    public void close() {
        silence.countDown();
        server.stop(0);
        threads.close();
    }
}
