package dev.rushes.ingest.api;

import dev.rushes.ingest.ledger.TestDatabase;
import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;

/**
 * What an uploaded gigabyte costs our server beside the reference server of tus (Node, file store): seconds of the processor, measured one after the
 * other and back (A B C C B A). Not part of the build:
 *
 * <pre>
 *   mvn -pl ingest-service -am test-compile, npm ci in ingest-service/tus-peer, and then in ingest-service:
 *   java -cp … dev.rushes.ingest.api.UploadCostCampaign MEGABYTES ROUNDS FOLDER
 * </pre>
 *
 * <p>Ends with 1 if ours costs more than a third of what the peer costs, or with a checksum more than two thirds.
 */
final class UploadCostCampaign {
    private static final double MOST_PLAIN = 1.0 / 3;
    private static final double MOST_WITH_CHECKSUM = 2.0 / 3;
    private static final int BLOCK = 1 << 20;

    private UploadCostCampaign() {}

    /** A server of tus. */
    private record Peer(String name, int port, String path, ProcessHandle process, String checksum) {
        double cpuSeconds() throws IOException {
            String[] words = Files.readString(Path.of("/proc/" + process.pid() + "/stat"))
                    .replaceAll("^.*\\) ", "")
                    .split(" ");
            return (Long.parseLong(words[11]) + Long.parseLong(words[12])) / 100.0;
        }
    }

    public static void main(String[] arguments) throws Exception {
        int megabytes = Integer.parseInt(arguments[0]);
        int rounds = Integer.parseInt(arguments[1]);
        Path folder = Files.createDirectories(Path.of(arguments[2]).toAbsolutePath());
        byte[] block = new byte[BLOCK];
        new Random(1).nextBytes(block);
        String checksum = "sha256 " + Base64.getEncoder().encodeToString(digest(block, megabytes));
        int theirPort = TusProcess.freePort();
        Process node = node(theirPort, Files.createDirectories(folder.resolve("peer")));
        boolean good;
        try (TusProcess ours = TusProcess.start(
                TusProcess.freePort(),
                List.of("-Xmx256m"),
                folder.resolve("ours"),
                TestDatabase.create(),
                "rushes.ingest.max-bytes=20GB")) {
            ProcessHandle our = ProcessHandle.of(ours.pid()).orElseThrow();
            List<Peer> peers = List.of(
                    new Peer("ours", ours.port, TusClient.FILES, our, ""),
                    new Peer("ours, SHA-256", ours.port, TusClient.FILES, our, checksum),
                    new Peer("@tus/server", theirPort, "/files", node.toHandle(), ""));
            Map<String, List<Double>> costs = new HashMap<>();
            // The first of each pays for compilers and caches.
            for (Peer peer : peers) {
                double unused = upload(peer, block, megabytes);
            }
            for (int round = 0; round < 2 * rounds; round++) {
                for (Peer peer : round % 2 == 0 ? peers : peers.reversed()) {
                    double cost = upload(peer, block, megabytes);
                    System.out.printf("%s: %.2f CPU seconds a GB%n", peer.name(), cost);
                    costs.computeIfAbsent(peer.name(), none -> new ArrayList<>())
                            .add(cost);
                }
            }
            double plain = median(costs, "ours") / median(costs, "@tus/server");
            double checked = median(costs, "ours, SHA-256") / median(costs, "@tus/server");
            System.out.printf(
                    Locale.ROOT,
                    "ratio (ours / @tus/server): %.2f (at most %.2f), with SHA-256 %.2f (at most %.2f)%n",
                    plain,
                    MOST_PLAIN,
                    checked,
                    MOST_WITH_CHECKSUM);
            good = plain <= MOST_PLAIN && checked <= MOST_WITH_CHECKSUM;
        } finally {
            node.destroyForcibly();
        }
        System.exit(good ? 0 : 1);
    }

    private static Process node(int port, Path folder) throws IOException {
        Process process = new ProcessBuilder("node", "tus-peer/server.mjs", Integer.toString(port), folder.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        BufferedReader said = process.inputReader(StandardCharsets.UTF_8);
        String first = said.readLine();
        if (!"ready".equals(first)) {
            throw new IllegalStateException("Expected the peer to be ready, but it said " + first);
        }
        return process;
    }

    /** CPU seconds of the server for each GB. */
    private static double upload(Peer peer, byte[] block, int megabytes) throws Exception {
        double before = peer.cpuSeconds();
        long bytes = (long) megabytes * BLOCK;
        String path = URI.create(exchange(
                                peer,
                                "POST",
                                peer.path(),
                                "Upload-Length: " + bytes + "\r\nContent-Length: 0\r\n",
                                block,
                                0)
                        .get("location"))
                .getPath();
        String headers = "Upload-Offset: 0\r\nContent-Type: application/offset+octet-stream\r\nContent-Length: " + bytes
                + "\r\n" + (peer.checksum().isEmpty() ? "" : "Upload-Checksum: " + peer.checksum() + "\r\n");
        String reached =
                exchange(peer, "PATCH", path, headers, block, megabytes).get("upload-offset");
        if (!Long.toString(bytes).equals(reached)) {
            throw new IllegalStateException("Expected " + bytes + " bytes to arrive, but " + reached + " did");
        }
        double cost = (peer.cpuSeconds() - before) / megabytes * 1024;
        Map<String, String> unused = exchange(peer, "DELETE", path, "", block, 0);
        return cost;
    }

    /** Headers of the answer, by name in small letters. */
    private static Map<String, String> exchange(
            Peer peer, String method, String path, String headers, byte[] block, int blocks) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", peer.port())) {
            socket.setSoTimeout(120_000);
            socket.getOutputStream()
                    .write((method + " " + path + " HTTP/1.1\r\nHost: 127.0.0.1:" + peer.port()
                                    + "\r\nTus-Resumable: 1.0.0\r\nConnection: close\r\n" + headers + "\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            for (int sent = 0; sent < blocks; sent++) {
                socket.getOutputStream().write(block);
            }
            InputStream in = new BufferedInputStream(socket.getInputStream());
            BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.US_ASCII));
            String status = lines.readLine();
            if (status == null || !status.startsWith("HTTP/1.1 2")) {
                throw new IllegalStateException(
                        peer.name() + ": expected " + method + " to succeed, but got " + status);
            }
            Map<String, String> found = new HashMap<>();
            for (String line = lines.readLine(); line != null && !line.isEmpty(); line = lines.readLine()) {
                int colon = line.indexOf(':');
                found.put(
                        line.substring(0, colon).toLowerCase(Locale.ROOT),
                        line.substring(colon + 1).strip());
            }
            return found;
        }
    }

    private static byte[] digest(byte[] block, int times) throws NoSuchAlgorithmException {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        for (int done = 0; done < times; done++) {
            digest.update(block);
        }
        return digest.digest();
    }

    private static double median(Map<String, List<Double>> costs, String name) {
        List<Double> sorted =
                costs.getOrDefault(name, List.of()).stream().sorted().toList();
        return (sorted.get((sorted.size() - 1) / 2) + sorted.get(sorted.size() / 2)) / 2;
    }
}
