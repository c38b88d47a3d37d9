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
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.TimeUnit;

/**
 * Many streams on one instance: heap for each connection, time from a record to the client's socket, processor time for each delivery, and the memory of
 * the whole process, beside a plain {@code Flux<ServerSentEvent>} on the same server in the same run. Three kinds of streams: all of a tenant, those of
 * single jobs, shared out over all jobs, and the plain one. A client whose stream ends comes back as a browser does: after a second, with the last id
 * that it has seen; the plain stream has nothing to tell it of what it missed. Not part of the build:
 *
 * <pre>
 *   mvn -pl ingest-service -am test-compile    and then, in ingest-service, with ulimit -n above twice the connections:
 *   java -cp … dev.rushes.ingest.api.StreamCampaign CONNECTIONS JOBS LINES MILLISECONDS_BETWEEN FOLDER
 * </pre>
 *
 * <p>Ends with 1 if a line was lost, came late (p99), or the server needed too much memory.
 */
final class StreamCampaign {
    private static final double LATE_MILLIS = 250;
    private static final double MOST_MIB = 1024;
    private static final long AWAY_NANOS = 1_000_000_000;

    private final int lines;
    private final int pause;
    private final List<String> jobs;
    private final int port;
    private final ProcessHandle server;
    private final PrintStream tell;
    private final BufferedReader said;

    private StreamCampaign(String[] arguments, String ready, Process process, PrintStream tell, BufferedReader said) {
        String[] words = ready.split(" ");
        this.lines = Integer.parseInt(arguments[2]);
        this.pause = Integer.parseInt(arguments[3]);
        this.port = Integer.parseInt(words[1]);
        this.jobs = List.of(words).subList(2, words.length);
        this.server = process.toHandle();
        this.tell = tell;
        this.said = said;
    }

    /** What one kind has cost. */
    private record Result(
            double heapOfOne,
            double p50,
            double p99,
            double most,
            double cpuOfOne,
            long delivered,
            long expected,
            double residentMib,
            int comebacks) {
        String text(String name) {
            return "%-14s %d of %d delivered, heap %.0f bytes a connection, record to socket p50 %.1f ms, p99 %.1f ms, most %.1f ms, %.1f us of CPU a delivery, process %.0f MiB, %d came back"
                    .formatted(name, delivered, expected, heapOfOne, p50, p99, most, cpuOfOne, residentMib, comebacks);
        }

        boolean isGood() {
            return delivered == expected && p99 <= LATE_MILLIS && residentMib < MOST_MIB;
        }
    }

    /** @param connections each is answered with what stands at its place, over and over */
    private record Kind(String order, List<String> paths, int connections, boolean shared) {
        String path(int connection) {
            return paths.get(connection % paths.size());
        }

        /** A line goes to everybody, or to those who follow its job. */
        long expected(int lines) {
            long sum = 0;
            for (int line = 0; line < lines && shared; line++) {
                sum += connections / paths.size() + (line % paths.size() < connections % paths.size() ? 1 : 0);
            }
            return shared ? sum : (long) connections * lines;
        }
    }

    public static void main(String[] arguments) throws Exception {
        int connections = Integer.parseInt(arguments[0]);
        Path folder = Files.createDirectories(Path.of(arguments[4]).toAbsolutePath());
        List<String> command = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElse("java"),
                "-Xmx640m",
                "-cp",
                System.getProperty("java.class.path"),
                StreamCampaignServer.class.getName(),
                folder.toString(),
                arguments[1],
                "rushes.api.streams.max=100000",
                "rushes.api.streams.per-caller=100000",
                // As it is by default; tests are in a hurry.
                "rushes.api.streams.pause=200ms",
                "logging.level.root=WARN"));
        command.addAll(TestDatabase.create());
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        boolean good = true;
        try (BufferedReader said = process.inputReader(StandardCharsets.UTF_8);
                PrintStream tell = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8)) {
            String first = said.readLine();
            while (!first.startsWith(StreamCampaignServer.READY)) {
                first = said.readLine();
            }
            StreamCampaign campaign = new StreamCampaign(arguments, first, process, tell, said);
            for (int count : List.of(Math.min(500, connections), connections)) {
                good = campaign.compare(count);
            }
        } finally {
            process.destroyForcibly();
        }
        System.exit(good ? 0 : 1);
    }

    private boolean compare(int connections) throws Exception {
        List<String> ofJobs =
                jobs.stream().map(job -> Addresses.JOBS + "/" + job + "/events").toList();
        Result peer = run(new Kind("peer", List.of(StreamCampaignServer.Peer.PATH), connections, false));
        Result tenant = run(new Kind("ours", List.of(Addresses.EVENTS), connections, false));
        Result job = run(new Kind("ours", ofJobs, connections, true));
        System.out.println("== " + connections + " connections, " + jobs.size() + " jobs, " + lines
                + " lines, one every " + pause + " ms");
        System.out.println(peer.text("plain WebFlux"));
        System.out.println(tenant.text("of a tenant"));
        System.out.println(job.text("of a job"));
        System.out.printf(
                "ratio (plain / of a tenant): heap %.2f, CPU %.2f, p99 %.2f%n",
                peer.heapOfOne / tenant.heapOfOne, peer.cpuOfOne / tenant.cpuOfOne, peer.p99 / tenant.p99);
        return tenant.isGood() && job.isGood();
    }

    private Result run(Kind kind) throws Exception {
        // The peak of memory begins anew.
        Files.writeString(Path.of("/proc/" + server.pid() + "/clear_refs"), "5");
        tell.println("nothing");
        long[] before = numbers();
        try (Clients clients = new Clients(port, kind)) {
            clients.awaitSnapshots(kind.connections());
            tell.println("nothing");
            long[] idle = numbers();
            tell.println(kind.order() + " " + lines + " " + pause);
            long[] after = numbers();
            long expected = kind.expected(lines);
            clients.awaitLines(expected);
            double resident = resident();
            long[] times = clients.times();
            // The collections that measure the heap cost processor time too; as much as one more round of them.
            tell.println("nothing");
            long[] rest = numbers();
            double cpu = (after[1] - idle[1]) - (rest[1] - after[1]);
            Arrays.sort(times);
            return new Result(
                    (double) (idle[0] - before[0]) / kind.connections(),
                    times[times.length / 2] / 1e6,
                    times[(int) (times.length * 0.99)] / 1e6,
                    times[times.length - 1] / 1e6,
                    cpu / 1000 / times.length,
                    times.length,
                    expected,
                    resident,
                    clients.comebacks());
        }
    }

    /** MiB of memory that the server has had at most so far: heap, buffers, code and all. */
    private double resident() throws IOException {
        return Files.readAllLines(Path.of("/proc/" + server.pid() + "/status")).stream()
                .filter(line -> line.startsWith("VmHWM:"))
                .mapToDouble(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024.0)
                .findFirst()
                .orElseThrow();
    }

    /** What the server answers to an order; what it logs meanwhile is passed on. */
    private long[] numbers() throws IOException {
        String line = said.readLine();
        while (line != null && !line.matches("\\d+ \\d+")) {
            System.err.println(line);
            line = said.readLine();
        }
        if (line == null) {
            throw new IllegalStateException("Expected two numbers from the server, but it has ended");
        }
        return Arrays.stream(line.split(" ")).mapToLong(Long::parseLong).toArray();
    }

    /** Raw sockets, read by one thread, which notes how old each line is when it comes out of its socket. */
    private static final class Clients implements AutoCloseable {
        private final Selector selector = Selector.open();
        private final InetSocketAddress address;
        private final Queue<Client> away = new ArrayDeque<>();
        private final Thread reader;
        private volatile boolean closed;
        private volatile int snapshots;
        private volatile int count;
        private volatile int comebacks;
        private long[] times = new long[1 << 16];

        Clients(int port, Kind kind) throws IOException {
            this.address = new InetSocketAddress("127.0.0.1", port);
            this.reader = Thread.ofPlatform().unstarted(this::read);
            for (int number = 0; number < kind.connections(); number++) {
                new Client(kind.path(number)).connect();
            }
            reader.start();
        }

        /**
         * What a browser makes of a stream: it comes back where it was. Looks for {@code event:snapshot} (the {@code s} after a colon), for
         * {@code t=DIGITS.} and for lines {@code id:…} in what comes, in pieces of any size.
         */
        private final class Client {
            private static final byte[] SNAPSHOT = "event:snapshot".getBytes(StandardCharsets.US_ASCII);
            private static final byte[] ID = "\nid:".getBytes(StandardCharsets.US_ASCII);
            private final String path;
            private final StringBuilder id = new StringBuilder();
            private String last = "";
            private boolean begun;
            private long back;
            private int matched;
            private int named;
            private int mark;
            private long value;

            Client(String path) {
                this.path = path;
            }

            void connect() throws IOException {
                String request = "GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: text/event-stream\r\n"
                        + (last.isEmpty() ? "" : "Last-Event-ID: " + last + "\r\n") + "\r\n";
                matched = 0;
                named = 0;
                mark = 0;
                SocketChannel channel = SocketChannel.open(address);
                channel.write(ByteBuffer.wrap(request.getBytes(StandardCharsets.US_ASCII)));
                channel.configureBlocking(false);
                channel.register(selector, SelectionKey.OP_READ, this);
            }

            void see(ByteBuffer buffer, long now) {
                while (buffer.hasRemaining()) {
                    byte next = buffer.get();
                    seeSnapshot(next);
                    seeId(next);
                    seeTime(next, now);
                }
            }

            @SuppressWarnings("NonAtomicVolatileUpdate") // Only the reader writes.
            private void seeSnapshot(byte next) {
                matched = next == SNAPSHOT[matched] ? matched + 1 : next == SNAPSHOT[0] ? 1 : 0;
                if (matched == SNAPSHOT.length) {
                    matched = 0;
                    snapshots += begun ? 0 : 1;
                    begun = true;
                }
            }

            private void seeId(byte next) {
                if (named < ID.length) {
                    named = next == ID[named] ? named + 1 : next == ID[0] ? 1 : 0;
                } else if (next == '\n') {
                    last = id.toString();
                    id.setLength(0);
                    named = 1;
                } else {
                    id.append((char) next);
                }
            }

            private void seeTime(byte next, long now) {
                if (mark == 2 && next >= '0' && next <= '9') {
                    value = value * 10 + next - '0';
                    return;
                }
                if (mark == 2 && next == '.') {
                    note(now - value);
                }
                mark = next == 't' ? 1 : mark == 1 && next == '=' ? 2 : 0;
                value = 0;
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
                        read(key, buffer);
                    }
                    selector.selectedKeys().clear();
                    comeBack();
                }
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }

        private void read(SelectionKey key, ByteBuffer buffer) throws IOException {
            Client client = (Client) key.attachment();
            buffer.clear();
            boolean ended;
            try {
                ended = ((SocketChannel) key.channel()).read(buffer) < 0;
            } catch (IOException reset) {
                ended = true;
            }
            long now = System.nanoTime();
            client.see(buffer.flip(), now);
            if (ended) {
                key.channel().close();
                client.back = now + AWAY_NANOS;
                away.add(client);
            }
        }

        @SuppressWarnings("NonAtomicVolatileUpdate") // Only the reader writes.
        private void comeBack() throws IOException {
            while (!away.isEmpty() && away.element().back - System.nanoTime() <= 0) {
                away.remove().connect();
                comebacks++;
            }
        }

        int comebacks() {
            return comebacks;
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
