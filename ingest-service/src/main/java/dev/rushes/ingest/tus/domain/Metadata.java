package dev.rushes.ingest.tus.domain;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * {@code Upload-Metadata}: what a client tells about its file.
 *
 * @param header as it was sent, to be told again
 * @param values what it says, in the order of the header
 */
public record Metadata(String header, Map<String, String> values) {
    /** What is told of an upload without any. */
    public static final Metadata NONE = new Metadata("", Map.of());

    /** More than any client has to say, and less than a server takes in one header anyway. */
    static final int LONGEST = 8192;

    /**
     * Reads the header: {@code key base64, key base64}. A value may be absent. Keys are printable and differ. Values must be UTF-8; one that is not
     * is left out of {@link #values()}, but told again.
     */
    public static Reading<Metadata> read(Optional<String> header) {
        if (header.isEmpty() || header.get().isBlank()) {
            return new Reading.Good<>(NONE);
        }
        String text = header.get();
        if (text.length() > LONGEST) {
            return Reading.malformed("Expected at most " + LONGEST + " characters of Upload-Metadata, but got more.");
        }
        Map<String, String> values = new LinkedHashMap<>();
        Set<String> keys = new HashSet<>();
        for (String pair : text.split(",", -1)) {
            String[] words = pair.strip().split(" ", 2);
            if (words[0].isEmpty() || !isPrintable(words[0])) {
                return Reading.malformed(
                        "Expected pairs of a key and a value in Upload-Metadata, but got something else.");
            }
            if (!keys.add(words[0])) {
                return Reading.malformed("Expected each key of Upload-Metadata once, but got one twice.");
            }
            Optional<byte[]> value = words.length < 2 ? Optional.of(new byte[0]) : base64(words[1].strip());
            if (value.isEmpty()) {
                return Reading.malformed("Expected values in base64 in Upload-Metadata, but got something else.");
            }
            utf8(value.get()).ifPresent(readable -> {
                String unused = values.put(words[0], readable);
            });
        }
        return new Reading.Good<>(new Metadata(text, values));
    }

    public Metadata {
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    /** A value that is there and says something. */
    public Optional<String> value(String key) {
        return Optional.ofNullable(values.get(key)).filter(value -> !value.isBlank());
    }

    private static boolean isPrintable(String key) {
        return key.chars().allMatch(character -> character > ' ' && character < 0x7F);
    }

    private static Optional<byte[]> base64(String text) {
        try {
            return Optional.of(Base64.getDecoder().decode(text));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    private static Optional<String> utf8(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        return Arrays.equals(text.getBytes(StandardCharsets.UTF_8), bytes) ? Optional.of(text) : Optional.empty();
    }
}
