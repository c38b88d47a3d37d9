package dev.rushes.ingest.generation.wire;

import dev.rushes.ingest.domain.CleanText;
import java.net.URI;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Pieces of answers. What a stranger wrote is cleaned before people see it. */
final class Answers {
    private static final int LONGEST_QUOTE = 300;

    private Answers() {}

    static Optional<JsonNode> read(String body) {
        try {
            return Optional.of(JsonMapper.shared().readTree(body)).filter(JsonNode::isObject);
        } catch (JacksonException page) {
            return Optional.empty();
        }
    }

    /** Whether it can stand in an address as it is. */
    static boolean isName(String id) {
        return id.matches("[A-Za-z0-9_.~-]{1,300}");
    }

    static Optional<URI> address(String text) {
        try {
            return text.isBlank() ? Optional.empty() : Optional.of(URI.create(text.strip()));
        } catch (IllegalArgumentException noAddress) {
            return Optional.empty();
        }
    }

    static String quote(String words) {
        return CleanText.line(words, LONGEST_QUOTE).replaceAll("https?://\\S+", "(a page)");
    }
}
