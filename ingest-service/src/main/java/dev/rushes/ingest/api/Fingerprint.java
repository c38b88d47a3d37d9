package dev.rushes.ingest.api;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A digest of what a caller sent, the same whatever the order of fields and the spaces between them: tells a repeat from another request. */
final class Fingerprint {
    private Fingerprint() {}

    static String of(ObjectNode document) {
        StringBuilder text = new StringBuilder();
        write(document, text);
        return digest(text.toString());
    }

    static String of(Map<String, List<String>> parameters) {
        return digest(new TreeMap<>(parameters).toString());
    }

    private static void write(JsonNode node, StringBuilder text) {
        if (node instanceof ObjectNode object) {
            text.append('{');
            Map<String, JsonNode> sorted = new TreeMap<>();
            object.properties().forEach(entry -> sorted.put(entry.getKey(), entry.getValue()));
            sorted.forEach((name, value) -> {
                text.append(name.length()).append(':').append(name);
                write(value, text);
            });
            text.append('}');
        } else if (node.isArray()) {
            text.append('[');
            node.forEach(value -> write(value, text));
            text.append(']');
        } else {
            String value = node.toString();
            text.append(value.length()).append(':').append(value);
        }
    }

    private static String digest(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Expected every Java to know SHA-256, but this one does not", e);
        }
    }
}
