package dev.rushes.standalone;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Speaks to the HTTP API as any other client would. */
final class JobClient {
    private static final Duration ANSWER = Duration.ofSeconds(30);

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    private final JsonMapper json = JsonMapper.shared();
    private final URI base;
    private final Optional<String> key;

    /** @param key shown with every request to the API; empty shows none */
    JobClient(String address, Optional<String> key) {
        this.base = URI.create(address + "/");
        this.key = key;
    }

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder request = HttpRequest.newBuilder(base.resolve(path));
        return key.map(text -> request.header("Authorization", "Bearer " + text))
                .orElse(request);
    }

    /**
     * Uploads a file and asks for a job.
     *
     * @return the job as the API shows it
     */
    JsonNode upload(Path footage, JobWish wish) throws IOException, InterruptedException {
        StringBuilder query = new StringBuilder("api/v1/uploads?filename=")
                .append(encode(String.valueOf(footage.getFileName())))
                .append("&recipe=")
                .append(encode(wish.recipe()))
                .append("&format=")
                .append(encode(wish.format()))
                .append("&maxHeight=")
                .append(wish.height());
        wish.duration()
                .ifPresent(duration ->
                        query.append("&duration=").append(duration.toSeconds()).append('s'));
        wish.analyzer().ifPresent(name -> query.append("&analyzer=").append(encode(name)));
        HttpRequest request = request(query.toString())
                .header("Content-Type", "application/octet-stream")
                .POST(HttpRequest.BodyPublishers.ofFile(footage))
                .build();
        return answer(http.send(request, HttpResponse.BodyHandlers.ofString()));
    }

    /**
     * Asks for a job whose footage is made from words.
     *
     * @return the job as the API shows it
     */
    JsonNode ask(String prompt, JobWish wish) throws IOException, InterruptedException {
        ObjectNode document = json.createObjectNode().put("recipe", wish.recipe());
        ObjectNode made = document.putObject("source").putObject("prompt").put("text", prompt);
        wish.duration().ifPresent(length -> made.put("duration", length.toSeconds() + "s"));
        ObjectNode options = document.putObject("options");
        options.put("format", wish.format()).put("maxHeight", wish.height());
        wish.analyzer().ifPresent(name -> options.put("analyzer", name));
        return send("POST", "api/v1/jobs", document.toString());
    }

    /** Whether there is something at that address; the ledger follows the log, so a new job may be there a moment later. */
    boolean isThere(String path) throws IOException, InterruptedException {
        HttpRequest request = request(path).timeout(ANSWER).build();
        return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
    }

    JsonNode get(String path) throws IOException, InterruptedException {
        HttpRequest request = request(path).timeout(ANSWER).build();
        return answer(http.send(request, HttpResponse.BodyHandlers.ofString()));
    }

    /** @return the answer to a JSON document */
    JsonNode send(String method, String path, String document) throws IOException, InterruptedException {
        HttpRequest request = request(path)
                .timeout(ANSWER)
                .header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(document))
                .build();
        return answer(http.send(request, HttpResponse.BodyHandlers.ofString()));
    }

    /** The lines of a progress stream, until the server ends it. */
    Stream<String> stream(String path) throws IOException, InterruptedException {
        HttpRequest request =
                request(path).header("Accept", "text/event-stream").build();
        return http.send(request, HttpResponse.BodyHandlers.ofLines()).body();
    }

    void download(String path, Path file) throws IOException, InterruptedException {
        Path parent = file.toAbsolutePath().getParent();
        if (parent != null) {
            Files.createDirectories(parent);
        }
        Path aside = file.resolveSibling(file.getFileName() + ".part");
        // A signed link says itself what it allows; nothing else goes along with it.
        boolean signed = path.contains("/files/");
        HttpRequest request = (signed ? HttpRequest.newBuilder(base.resolve(path)) : request(path)).build();
        HttpResponse<Path> response = http.send(request, HttpResponse.BodyHandlers.ofFile(aside));
        if (response.statusCode() != 200) {
            Files.deleteIfExists(aside);
            throw new UserError("Expected to download the result, but the server answered " + response.statusCode());
        }
        Files.move(aside, file, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    }

    private JsonNode answer(HttpResponse<String> response) {
        if (response.statusCode() >= 300) {
            throw new UserError(problem(response));
        }
        return json.readTree(response.body());
    }

    private String problem(HttpResponse<String> response) {
        try {
            JsonNode problem = json.readTree(response.body());
            return problem.path("detail").asString(problem.path("title").asString("status " + response.statusCode()));
        } catch (RuntimeException e) {
            return "Expected an answer from " + base + ", but got status " + response.statusCode();
        }
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
