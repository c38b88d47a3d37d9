package dev.rushes.ingest.webhooks;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A receiver of webhooks on a real socket. It answers as the script says, which may be worse than any proper server would; then with 204. */
final class Receiver implements AutoCloseable {
    private final ServerSocket socket;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Deque<Answer> script = new ConcurrentLinkedDeque<>();
    private final AtomicInteger connections = new AtomicInteger();
    final List<Got> got = new CopyOnWriteArrayList<>();

    /** What arrived: header names in lower case, and the body as it came. */
    record Got(Map<String, List<String>> headers, String body) {
        String header(String name) {
            return headers.getOrDefault(name, List.of("")).getFirst();
        }
    }

    /** What is done with the connection after the request has been read. */
    interface Answer {
        void give(Socket connection, CountDownLatch closed) throws IOException, InterruptedException;
    }

    Receiver(String address) throws IOException {
        socket = new ServerSocket(0, 50, InetAddress.ofLiteral(address));
        Thread.ofVirtual().start(this::serve);
    }

    int port() {
        return socket.getLocalPort();
    }

    int connections() {
        return connections.get();
    }

    /** What follows in this order, one for each request. */
    void answering(Answer... answers) {
        script.addAll(List.of(answers));
    }

    static Answer status(int status, String... headers) {
        String head = "HTTP/1.1 " + status + " Whatever\r\nContent-Length: 0\r\nConnection: close\r\n"
                + (headers.length == 0 ? "" : String.join("\r\n", headers) + "\r\n") + "\r\n";
        return (connection, _) -> connection.getOutputStream().write(head.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** Answers and never stops to talk. */
    static Answer endless(int status) {
        return (connection, closed) -> {
            OutputStream out = connection.getOutputStream();
            out.write(("HTTP/1.1 " + status + " OK\r\nContent-Length: 100000000000\r\n\r\n")
                    .getBytes(StandardCharsets.ISO_8859_1));
            byte[] noise = "SECRET-IN-THE-ANSWER ".repeat(3_000).getBytes(StandardCharsets.ISO_8859_1);
            while (closed.getCount() > 0) {
                out.write(noise);
            }
        };
    }

    /** Says nothing at all. */
    static Answer silence() {
        return (_, closed) -> {
            boolean _ = closed.await(60, TimeUnit.SECONDS);
        };
    }

    /** Resets the connection. */
    static Answer reset() {
        return (connection, _) -> connection.setSoLinger(true, 0);
    }

    /** Sends a head that never ends. */
    static Answer endlessHead() {
        return (connection, closed) -> {
            OutputStream out = connection.getOutputStream();
            out.write("HTTP/1.1 200 OK\r\n".getBytes(StandardCharsets.ISO_8859_1));
            byte[] line = ("X-Noise: " + "x".repeat(4_000) + "\r\n").getBytes(StandardCharsets.ISO_8859_1);
            while (closed.getCount() > 0) {
                out.write(line);
            }
        };
    }

    private void serve() {
        while (!socket.isClosed()) {
            try {
                Socket connection = socket.accept();
                connections.incrementAndGet();
                Thread.ofVirtual().start(() -> answer(connection));
            } catch (IOException gone) {
                return;
            }
        }
    }

    private void answer(Socket connection) {
        try (connection) {
            got.add(read(new BufferedInputStream(connection.getInputStream())));
            Answer answer = script.poll();
            (answer == null ? status(204) : answer).give(connection, closed);
        } catch (IOException | InterruptedException gone) {
            // The other side has had enough.
        }
    }

    private static Got read(InputStream in) throws IOException {
        Map<String, List<String>> headers = new LinkedHashMap<>();
        String _ = line(in);
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            int colon = line.indexOf(':');
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    List.of(line.substring(colon + 1).strip()));
        }
        int length = Integer.parseInt(
                headers.getOrDefault("content-length", List.of("0")).getFirst());
        return new Got(headers, new String(in.readNBytes(length), StandardCharsets.UTF_8));
    }

    private static String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new IOException("Expected a line, but the other side hung up");
            }
            if (next != '\r') {
                line.write(next);
            }
        }
        return line.toString(StandardCharsets.ISO_8859_1);
    }

    @Override
    public void close() throws IOException {
        closed.countDown();
        socket.close();
    }
}
