package dev.rushes.analysis.gemini.http;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import tools.jackson.databind.JsonNode;

/**
 * What a film's bytes are, as the service tells it.
 *
 * @param size bytes
 * @param sha256 hexadecimal
 */
record Digest(long size, String sha256) {
    static Mono<Digest> of(Path file) {
        return Mono.fromCallable(() -> read(file)).subscribeOn(Schedulers.boundedElastic());
    }

    private static Digest read(Path file) throws IOException {
        try (InputStream bytes = Files.newInputStream(file)) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            byte[] buffer = new byte[1 << 16];
            long size = 0;
            int read;
            while ((read = bytes.read(buffer)) > 0) {
                digest.update(buffer, 0, read);
                size += read;
            }
            return new Digest(size, HexFormat.of().formatHex(digest.digest()));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Whether the service has these bytes. Its digest is the Base64 of the hexadecimal text; one that is not told can't be wrong. */
    boolean isOf(JsonNode file) {
        String hash = file.path("sha256Hash").asString("");
        String ours = Base64.getEncoder().encodeToString(sha256.getBytes(StandardCharsets.US_ASCII));
        return file.path("sizeBytes").asString("").equals(Long.toString(size)) && (hash.isEmpty() || hash.equals(ours));
    }
}
