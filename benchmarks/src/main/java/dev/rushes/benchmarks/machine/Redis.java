package dev.rushes.benchmarks.machine;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** A Redis of our own, as durable as it is usually run: append-only file, synced every second. */
public final class Redis implements AutoCloseable {
    private static final int MOST_TRIES = 100;

    private final Child child;
    private final int port;
    private final Socket socket;
    private final BufferedReader answers;

    private Redis(Child child, int port, Socket socket) throws IOException {
        this.child = child;
        this.port = port;
        this.socket = socket;
        this.answers = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
    }

    /** @param folder for its files; must exist */
    public static Redis start(Path folder) {
        try {
            int port = freePort();
            Child child = Child.program(
                    List.of(
                            "redis-server",
                            "--bind",
                            "127.0.0.1",
                            "--port",
                            Integer.toString(port),
                            "--dir",
                            folder.toString(),
                            "--appendonly",
                            "yes",
                            "--appendfsync",
                            "everysec",
                            "--save",
                            ""),
                    folder.resolve("redis.log"));
            return new Redis(child, port, connect(port));
        } catch (IOException e) {
            throw new UncheckedIOException("Expected Redis to start, but: " + e.getMessage(), e);
        }
    }

    private static Socket connect(int port) throws IOException {
        IOException last = new IOException("nothing was tried");
        for (int tries = 0; tries < MOST_TRIES; tries++) {
            try {
                return new Socket(InetAddress.getLoopbackAddress(), port);
            } catch (IOException notYet) {
                last = notYet;
                dev.rushes.benchmarks.broker.Bus.pause(java.time.Duration.ofMillis(50));
            }
        }
        throw last;
    }

    private static int freePort() throws IOException {
        try (ServerSocket any = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return any.getLocalPort();
        }
    }

    public int port() {
        return port;
    }

    /** Elements of a list. */
    public long length(String list) {
        return Long.parseLong(ask("LLEN " + list).substring(1));
    }

    /** Deletes everything. */
    public void flush() {
        String unused = ask("FLUSHALL SYNC");
    }

    private synchronized String ask(String command) {
        try {
            socket.getOutputStream().write((command + "\r\n").getBytes(StandardCharsets.UTF_8));
            String answer = answers.readLine();
            if (answer == null || answer.startsWith("-")) {
                throw new IllegalStateException("Expected Redis to " + command + ", but it said " + answer);
            }
            return answer;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public double cpuSeconds() {
        return child.cpuSeconds();
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException alreadyClosed) {
            // Then it is as we want it.
        }
        child.terminate();
        child.close();
    }
}
