package dev.rushes.ingest.source;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Answers every connection with fixed bytes that no proper server would send, and then hangs up or falls silent. */
final class RawServer implements AutoCloseable {
    private final ServerSocket socket;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final byte[] answer;
    private final boolean hangUp;

    private RawServer(String answer, boolean hangUp) throws IOException {
        this.socket = new ServerSocket(0, 50, InetAddress.ofLiteral("127.0.0.2"));
        this.answer = answer.getBytes(StandardCharsets.ISO_8859_1);
        this.hangUp = hangUp;
        Thread.ofVirtual().start(this::serve);
    }

    static RawServer hangingUpAfter(String answer) throws IOException {
        return new RawServer(answer, true);
    }

    static RawServer silentAfter(String answer) throws IOException {
        return new RawServer(answer, false);
    }

    int port() {
        return socket.getLocalPort();
    }

    private void serve() {
        while (!socket.isClosed()) {
            try {
                Socket connection = socket.accept();
                Thread.ofVirtual().start(() -> answer(connection));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void answer(Socket connection) {
        try (connection;
                OutputStream out = connection.getOutputStream()) {
            if (connection.getInputStream().read() >= 0) {
                out.write(answer);
                out.flush();
            }
            boolean _ = hangUp || closed.await(30, TimeUnit.SECONDS);
        } catch (IOException | InterruptedException gone) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() throws IOException {
        closed.countDown();
        socket.close();
    }
}
