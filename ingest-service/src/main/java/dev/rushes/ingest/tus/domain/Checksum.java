package dev.rushes.ingest.tus.domain;

import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * {@code Upload-Checksum}: what the bytes of one request must come to.
 *
 * @param algorithm how they are digested
 * @param digest what must come out, in base64
 */
public record Checksum(Algorithm algorithm, String digest) {

    /** What a client may choose. */
    public enum Algorithm {
        SHA1("SHA-1", 20),
        SHA256("SHA-256", 32);

        private final String javaName;
        private final int length;

        Algorithm(String javaName, int length) {
            this.javaName = javaName;
            this.length = length;
        }

        /** Name for {@link java.security.MessageDigest}. */
        public String javaName() {
            return javaName;
        }

        String tusName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** The names for {@code Tus-Checksum-Algorithm}. */
    public static String names() {
        return Arrays.stream(Algorithm.values()).map(Algorithm::tusName).collect(Collectors.joining(","));
    }

    /** Reads {@code sha1 BASE64}. */
    public static Reading<Optional<Checksum>> read(Optional<String> header) {
        if (header.isEmpty()) {
            return new Reading.Good<>(Optional.empty());
        }
        String[] words = header.get().split(" ", 2);
        Optional<Algorithm> algorithm = Arrays.stream(Algorithm.values())
                .filter(known -> known.tusName().equals(words[0]))
                .findFirst();
        if (algorithm.isEmpty()) {
            return Reading.malformed(
                    "Expected Upload-Checksum with one of " + names() + ", but got another algorithm.");
        }
        Optional<String> digest = digest(words, algorithm.get().length);
        return digest.<Reading<Optional<Checksum>>>map(
                        found -> new Reading.Good<>(Optional.of(new Checksum(algorithm.get(), found))))
                .orElseGet(() -> Reading.malformed(
                        "Expected the digest in base64 behind the name in Upload-Checksum, but got something else."));
    }

    /** Whether bytes that were digested are the right ones. */
    public boolean fits(byte[] found) {
        return Base64.getEncoder().encodeToString(found).equals(digest);
    }

    private static Optional<String> digest(String[] words, int length) {
        try {
            byte[] bytes = words.length < 2 ? new byte[0] : Base64.getDecoder().decode(words[1].strip());
            return bytes.length == length ? Optional.of(Base64.getEncoder().encodeToString(bytes)) : Optional.empty();
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }
}
