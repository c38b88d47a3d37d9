package dev.rushes.ingest.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Requests that no client sends: any method, any headers, any body, in any mixture. */
class TusFuzzTest {
    private static final int REQUESTS = 200;

    private static final List<String> METHODS =
            List.of("POST", "PATCH", "HEAD", "GET", "DELETE", "OPTIONS", "PUT", "TRACE", "BREW");
    private static final List<String> NAMES = List.of(
            "Upload-Length",
            "Upload-Offset",
            "Upload-Defer-Length",
            "Upload-Metadata",
            "Upload-Concat",
            "Upload-Checksum",
            "Content-Type",
            "X-HTTP-Method-Override",
            "Range",
            "Origin",
            "Tus-Resumable",
            "Sec-Fetch-Site",
            "Expect");
    private static final List<String> VALUES = List.of(
            "",
            "0",
            "1",
            "-1",
            "100",
            "9223372036854775808",
            "1.0.0",
            "partial",
            "final;",
            "final;/api/v1/files/../x",
            "sha1 AAAA",
            "sha256 2cf24dba",
            "application/offset+octet-stream",
            "PATCH",
            "recipe aGlnaGxpZ2h0cw==,filename Li4vLi4v",
            "filename AAAA,filename AAAA",
            "bytes=0-",
            "bytes=99-1",
            "*/*;;;",
            "\u00e4\u00f6",
            "a\tb",
            "100-continue",
            "cross-site");

    @TempDir
    Path folder;

    @Test
    void whateverIsSentTheServerIsNotAtFaultAndServesOn() throws IOException {
        try (ApiServer server = ApiServer.start(folder, "rushes.uploads.lease=2s", "rushes.uploads.turn-timeout=1s");
                TusClient tus = new TusClient(server.address("/").getPort())) {
            String upload = tus.create(100);
            for (long seed = 0; seed < REQUESTS; seed++) {
                Random random = new Random(seed);
                String request = request(random, upload);
                String status = send(server.address("/").getPort(), request);
                assertThat(status).as("seed %d: %s", seed, request).doesNotStartWith("HTTP/1.1 5");
                if (seed % 50 == 0) {
                    assertThat(tus.head(tus.create(10)).statusCode())
                            .as("seed %d", seed)
                            .isEqualTo(200);
                }
            }
        }
    }

    private static String request(Random random, String upload) {
        String path =
                switch (random.nextInt(6)) {
                    case 0 -> TusClient.FILES;
                    case 1 -> TusClient.FILES + "/";
                    case 2 -> TusClient.FILES + "/..%2f..%2fetc%2fpasswd";
                    case 3 -> TusClient.FILES + "/" + pick(random, VALUES).replaceAll("[^!-~]", "x");
                    default -> upload;
                };
        String headers = random.ints(random.nextInt(7), 0, NAMES.size())
                .mapToObj(name -> NAMES.get(name) + ": " + pick(random, VALUES) + "\r\n")
                .collect(Collectors.joining());
        String version = random.nextInt(4) > 0 ? "Tus-Resumable: 1.0.0\r\n" : "";
        String body = "x".repeat(random.nextInt(300));
        String length =
                switch (random.nextInt(8)) {
                    case 0 -> "Content-Length: 99999999999999999999\r\n";
                    case 1 -> "Transfer-Encoding: chunked\r\n";
                    case 2 -> "Content-Length: -5\r\n";
                    default -> "Content-Length: " + body.length() + "\r\n";
                };
        return pick(random, METHODS) + " " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n" + version
                + headers + length + "\r\n" + body;
    }

    /** The first line of the answer; empty if the server closed or waits for more of a request that promised more. */
    private static String send(int port, String request) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.setSoTimeout(500);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().flush();
            socket.shutdownOutput();
            byte[] answer = socket.getInputStream().readNBytes(60);
            return new String(answer, StandardCharsets.ISO_8859_1)
                    .lines()
                    .findFirst()
                    .orElse("");
        } catch (SocketTimeoutException waits) {
            return "";
        } catch (IOException closed) {
            return "";
        }
    }

    private static String pick(Random random, List<String> words) {
        return words.get(random.nextInt(words.size()));
    }
}
