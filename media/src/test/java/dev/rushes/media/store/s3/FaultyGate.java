package dev.rushes.media.store.s3;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Deque;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Stands before a server and spoils connections by a plan: one step for each connection, then all is well. Signatures stay good, since no byte
 * of a request is changed.
 */
final class FaultyGate implements AutoCloseable {
    /** What happens to a connection. */
    sealed interface Fault {
        /** Nothing. */
        record None() implements Fault {}

        /** The first request is answered with an error, and the connection closed. */
        record Answer(int status, String code) implements Fault {}

        /** The answer ends after so many bytes. */
        record BreakOff(int after) implements Fault {}

        /** One bit of the answer is turned over, so many bytes in. */
        record Flip(int at) implements Fault {}

        /** No answer ever comes. */
        record Silence() implements Fault {}
    }

    private final ServerSocket entrance;
    private final URI server;
    private final Deque<Fault> plan = new ConcurrentLinkedDeque<>();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger spoiled = new AtomicInteger();

    FaultyGate(URI server) throws IOException {
        this.server = server;
        this.entrance = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
        Thread unused = Thread.ofVirtual().start(this::accept);
    }

    URI endpoint() {
        return URI.create("http://127.0.0.1:" + entrance.getLocalPort());
    }

    /** Spoils the connections that come next; those that are open are closed. */
    void plan(Fault... faults) throws IOException {
        plan.clear();
        plan.addAll(java.util.List.of(faults));
        spoiled.set(0);
        for (Socket socket : open) {
            socket.close();
        }
    }

    /** How many connections have been spoiled by the plan. */
    int spoiled() {
        return spoiled.get();
    }

    private void accept() {
        while (!entrance.isClosed()) {
            try {
                Socket client = entrance.accept();
                Fault next = plan.poll();
                Fault fault = next == null ? new Fault.None() : next;
                if (next != null) {
                    int unused = spoiled.incrementAndGet();
                }
                open.add(client);
                Thread unused = Thread.ofVirtual().start(() -> serve(client, fault));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(Socket client, Fault fault) {
        try (client) {
            switch (fault) {
                case Fault.None() -> forward(client, Long.MAX_VALUE, -1);
                case Fault.BreakOff(int after) -> forward(client, after, -1);
                case Fault.Flip(int at) -> forward(client, Long.MAX_VALUE, at);
                case Fault.Answer(int status, String code) -> answer(client, status, code);
                case Fault.Silence() -> client.getInputStream().transferTo(OutputStream.nullOutputStream());
            }
        } catch (IOException _) {
            // A spoiled connection ends however it ends.
        } finally {
            open.remove(client);
        }
    }

    private void forward(Socket client, long limit, int flip) throws IOException {
        try (Socket behind = new Socket(server.getHost(), server.getPort())) {
            Thread requests = Thread.ofVirtual().start(() -> {
                try {
                    client.getInputStream().transferTo(behind.getOutputStream());
                    behind.shutdownOutput();
                } catch (IOException _) {
                    // The other direction notices.
                }
            });
            InputStream answer = behind.getInputStream();
            byte[] buffer = new byte[8192];
            long passed = 0;
            for (int count = answer.read(buffer); count > 0; count = answer.read(buffer)) {
                if (passed <= flip && flip < passed + count) {
                    buffer[(int) (flip - passed)] ^= 1;
                }
                client.getOutputStream().write(buffer, 0, (int) Math.min(count, limit - passed));
                passed += count;
                if (passed >= limit) {
                    break;
                }
            }
            requests.interrupt();
        }
    }

    private static void answer(Socket client, int status, String code) throws IOException {
        int unused = client.getInputStream().read(new byte[8192]);
        String body = "<?xml version=\"1.0\"?><Error><Code>" + code + "</Code><Message>planned</Message></Error>";
        client.getOutputStream()
                .write(("HTTP/1.1 " + status + " Planned\r\nContent-Type: application/xml\r\nContent-Length: "
                                + body.length() + "\r\nConnection: close\r\n\r\n" + body)
                        .getBytes(StandardCharsets.US_ASCII));
        client.shutdownOutput();
        client.getInputStream().transferTo(OutputStream.nullOutputStream());
    }

    @Override
    public void close() throws IOException {
        entrance.close();
        for (Socket socket : open) {
            socket.close();
        }
    }
}
