package dev.rushes.ingest.api;

import dev.rushes.ingest.ledger.TestDatabase;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Many streams on one instance with a heap of 1 GB: heap for each connection, time from a record to the client's socket, processor time for each
 * delivery, beside a plain {@code Flux<ServerSentEvent>} on the same server in the same run. Not part of the build:
 *
 * <pre>
 *   mvn -pl ingest-service -am test-compile    and then, in ingest-service, with ulimit -n above twice the connections:
 *   java -cp … dev.rushes.ingest.api.StreamCampaign CONNECTIONS LINES MILLISECONDS_BETWEEN FOLDER
 * </pre>
 */
final class StreamCampaign {
    private StreamCampaign() {}

    /** What one side has cost. */
    private record Result(
            double heapOfOne, double p50, double p99, double most, double cpuOfOne, long delivered, long expected) {
        String text(String name) {
            return "%s: %d of %d delivered, heap %.0f bytes a connection, record to socket p50 %.1f ms, p99 %.1f ms, most %.1f ms, %.1f us of CPU a delivery"
                    .formatted(name, delivered, expected, heapOfOne, p50, p99, most, cpuOfOne);
        }
    }

    public static void main(String[] arguments) throws Exception {
        int connections = Integer.parseInt(arguments[0]);
        int lines = Integer.parseInt(arguments[1]);
        int pause = Integer.parseInt(arguments[2]);
        Path folder = Files.createDirectories(Path.of(arguments[3]).toAbsolutePath());
        List<String> command = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElse("java"),
                "-Xmx1g",
                "-cp",
                System.getProperty("java.class.path"),
                StreamCampaignServer.class.getName(),
                folder.toString(),
                "rushes.api.streams.max=100000",
                "rushes.api.streams.per-caller=100000",
                "logging.level.root=WARN"));
        command.addAll(TestDatabase.create());
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader said = process.inputReader(StandardCharsets.UTF_8);
                PrintStream tell = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8)) {
            String first = said.readLine();
            while (!first.startsWith(StreamCampaignServer.READY)) {
                first = said.readLine();
            }
            int port = Integer.parseInt(first.substring(StreamCampaignServer.READY.length()));
            for (int warm : List.of(Math.min(500, connections), connections)) {
                Result peer = run(warm, lines, pause, "peer", StreamCampaignServer.Peer.PATH, port, tell, said);
                Result ours = run(warm, lines, pause, "ours", Addresses.EVENTS, port, tell, said);
                System.out.println("== " + warm + " connections, " + lines + " lines, one every " + pause + " ms");
                System.out.println(peer.text("plain WebFlux"));
                System.out.println(ours.text("rushes       "));
                System.out.printf(
                        "ratio (plain / rushes): heap %.2f, CPU %.2f, p99 %.2f%n",
                        peer.heapOfOne / ours.heapOfOne, peer.cpuOfOne / ours.cpuOfOne, peer.p99 / ours.p99);
            }
        } finally {
            process.destroyForcibly();
        }
        System.exit(0);
    }

    private static Result run(
            int connections,
            int lines,
            int pause,
            String order,
            String path,
            int port,
            PrintStream tell,
            BufferedReader said)
            throws Exception {
        tell.println("nothing");
        long[] before = numbers(said.readLine());
        try (Clients clients = new Clients(port, path, connections)) {
            clients.awaitSnapshots(connections);
            tell.println("nothing");
            long[] idle = numbers(said.readLine());
            tell.println(order + " " + lines + " " + pause);
            long[] after = numbers(said.readLine());
            long expected = (long) connections * lines;
            clients.awaitLines(expected);
            long[] times = clients.times();
            // The collections that measure the heap cost processor time too; as much as one more round of them.
            tell.println("nothing");
            long[] rest = numbers(said.readLine());
            double cpu = (after[1] - idle[1]) - (rest[1] - after[1]);
            Arrays.sort(times);
            return new Result(
                    (double) (idle[0] - before[0]) / connections,
                    times[times.length / 2] / 1e6,
                    times[(int) (times.length * 0.99)] / 1e6,
                    times[times.length - 1] / 1e6,
                    cpu / 1000 / times.length,
                    times.length,
                    expected);
        }
    }

    private static long[] numbers(String line) {
        return Arrays.stream(line.split(" ")).mapToLong(Long::parseLong).toArray();
    }

    /** Raw sockets, read by one thread, which notes how old each line is when it comes out of its socket. */
    private static final class Clients implements AutoCloseable {
        private final Selector selector = Selector.open();
        private final Thread reader;
        private volatile boolean closed;
        private volatile int snapshots;
        private volatile int count;
        private long[] times = new long[1 << 16];

        Clients(int port, String path, int connections) throws IOException {
            byte[] request = ("GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: text/event-stream\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII);
            this.reader = Thread.ofPlatform().unstarted(this::read);
            for (int number = 0; number < connections; number++) {
                SocketChannel channel = SocketChannel.open(new InetSocketAddress("127.0.0.1", port));
                channel.write(ByteBuffer.wrap(request));
                channel.configureBlocking(false);
                channel.register(selector, SelectionKey.OP_READ, new Scan());
            }
            reader.start();
        }

        /** Looks for {@code event:snapshot} (the {@code s} after a colon) and {@code t=DIGITS.} in what comes, in pieces of any size. */
        private final class Scan {
            private static final byte[] SNAPSHOT = "event:snapshot".getBytes(StandardCharsets.US_ASCII);
            private int matched;
            private int mark;
            private long value;

            @SuppressWarnings("NonAtomicVolatileUpdate") // Only the reader writes.
            void see(ByteBuffer buffer, long now) {
                while (buffer.hasRemaining()) {
                    byte next = buffer.get();
                    matched = next == SNAPSHOT[matched] ? matched + 1 : next == SNAPSHOT[0] ? 1 : 0;
                    if (matched == SNAPSHOT.length) {
                        matched = 0;
                        snapshots++;
                    }
                    if (mark == 2 && next >= '0' && next <= '9') {
                        value = value * 10 + next - '0';
                    } else {
                        if (mark == 2 && next == '.') {
                            note(now - value);
                        }
                        mark = next == 't' ? 1 : mark == 1 && next == '=' ? 2 : 0;
                        value = 0;
                    }
                }
            }
        }

        @SuppressWarnings("NonAtomicVolatileUpdate") // Only the reader writes.
        private void note(long age) {
            if (count == times.length) {
                times = Arrays.copyOf(times, count * 2);
            }
            times[count] = age;
            count++;
        }

        private void read() {
            ByteBuffer buffer = ByteBuffer.allocateDirect(1 << 16);
            try {
                while (!closed) {
                    selector.select(100);
                    for (SelectionKey key : selector.selectedKeys()) {
                        buffer.clear();
                        if (((SocketChannel) key.channel()).read(buffer) < 0) {
                            key.cancel();
                        }
                        long now = System.nanoTime();
                        ((Scan) key.attachment()).see(buffer.flip(), now);
                    }
                    selector.selectedKeys().clear();
                }
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }

        void awaitSnapshots(int wanted) throws InterruptedException {
            for (int round = 0; round < 1200 && snapshots < wanted; round++) {
                TimeUnit.MILLISECONDS.sleep(100);
            }
            if (snapshots < wanted) {
                throw new IllegalStateException("Expected " + wanted + " snapshots, but " + snapshots + " came");
            }
        }

        void awaitLines(long wanted) throws InterruptedException {
            for (int round = 0; round < 600 && count < wanted; round++) {
                TimeUnit.MILLISECONDS.sleep(100);
            }
        }

        /** Nanoseconds; what has not come is not in it. */
        long[] times() {
            return Arrays.copyOf(times, count);
        }

        @Override
        public void close() throws Exception {
            closed = true;
            reader.join();
            for (SelectionKey key : selector.keys()) {
                key.channel().close();
            }
            selector.close();
            // The server notices within moments; what it still holds would be counted against the next.
            TimeUnit.SECONDS.sleep(15);
        }
    }
}
