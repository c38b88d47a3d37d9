package dev.rushes.ingest.api;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Speaks tus by hand, to one instance, so that a test can say exactly what is sent. */
final class TusClient implements AutoCloseable {
    static final String FILES = "/api/v1/files";
    static final String BYTES = "application/offset+octet-stream";

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final String host;

    TusClient(int port) {
        this.host = "http://127.0.0.1:" + port;
    }

    /** Headers and their values, in turns. */
    HttpResponse<byte[]> send(String method, String path, BodyPublisher body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(host + path))
                .timeout(Duration.ofSeconds(60))
                .method(method, body);
        Map<String, String> all = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        String unused = all.put("Tus-Resumable", "1.0.0");
        for (int at = 0; at < headers.length; at += 2) {
            unused = all.put(headers[at], headers[at + 1]);
        }
        all.forEach((name, value) -> {
            if (!value.isEmpty()) {
                var _ = request.header(name, value);
            }
        });
        try {
            return http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    HttpResponse<byte[]> post(String... headers) {
        return send("POST", FILES, BodyPublishers.noBody(), headers);
    }

    /** Address of a new upload. */
    String create(long length, String... headers) {
        String[] all = new String[headers.length + 2];
        System.arraycopy(headers, 0, all, 2, headers.length);
        all[0] = "Upload-Length";
        all[1] = Long.toString(length);
        HttpResponse<byte[]> answer = post(all);
        if (answer.statusCode() != 201) {
            throw new IllegalStateException(
                    answer.statusCode() + " " + new String(answer.body(), StandardCharsets.UTF_8));
        }
        return header(answer, "Location");
    }

    HttpResponse<byte[]> head(String path) {
        return send("HEAD", path, BodyPublishers.noBody());
    }

    long offset(String path) {
        return Long.parseLong(header(head(path), "Upload-Offset"));
    }

    HttpResponse<byte[]> patch(String path, long offset, byte[] bytes, String... headers) {
        String[] all = new String[headers.length + 4];
        System.arraycopy(headers, 0, all, 4, headers.length);
        all[0] = "Content-Type";
        all[1] = BYTES;
        all[2] = "Upload-Offset";
        all[3] = Long.toString(offset);
        return send("PATCH", path, BodyPublishers.ofByteArray(bytes), all);
    }

    HttpResponse<byte[]> get(String path, String... headers) {
        return send("GET", path, BodyPublishers.noBody(), headers);
    }

    /** Begins a PATCH by hand: sends the head and some bytes, and leaves the connection open. */
    Socket begin(String path, long offset, long announced, byte[] bytes) throws IOException {
        Socket socket = new Socket("127.0.0.1", URI.create(host).getPort());
        socket.setSoTimeout(30_000);
        socket.setTcpNoDelay(true);
        String head = "PATCH " + path + " HTTP/1.1\r\nHost: localhost\r\nTus-Resumable: 1.0.0\r\nContent-Type: " + BYTES
                + "\r\nUpload-Offset: " + offset + "\r\nContent-Length: " + announced + "\r\n\r\n";
        socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().write(bytes);
        socket.getOutputStream().flush();
        return socket;
    }

    static String header(HttpResponse<?> answer, String name) {
        return answer.headers()
                .firstValue(name)
                .orElseThrow(() -> new AssertionError("Expected " + name + ", but got " + answer + " "
                        + answer.headers().map()));
    }

    static String metadata(String... pairs) {
        Map<String, String> values = new TreeMap<>();
        for (int at = 0; at < pairs.length; at += 2) {
            String unused = values.put(pairs[at], pairs[at + 1]);
        }
        return values.entrySet().stream()
                .map(entry -> entry.getKey() + " "
                        + Base64.getEncoder().encodeToString(entry.getValue().getBytes(StandardCharsets.UTF_8)))
                .collect(Collectors.joining(","));
    }

    @Override
    public void close() {
        http.close();
    }
}
