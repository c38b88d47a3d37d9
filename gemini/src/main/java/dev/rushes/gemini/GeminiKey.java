package dev.rushes.gemini;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The key of the service. It is shown to the service only, in a header; printed, it is a word. */
public final class GeminiKey {
    /** Variable of the environment; the vendor's own tools read it too. */
    public static final String VARIABLE = "GEMINI_API_KEY";

    private final String secret;

    public GeminiKey(String secret) {
        this.secret = secret;
    }

    /**
     * The key of this installation: from the file if one is named, else from the environment.
     *
     * @return empty if there is none
     * @throws IllegalStateException if the file can't be read, or what was given can't be a key; the message does not repeat it
     */
    public static Optional<GeminiKey> find(@Nullable Path file, Map<String, String> environment) {
        Optional<String> given =
                file == null ? Optional.ofNullable(environment.get(VARIABLE)) : Optional.of(content(file));
        return given.map(String::strip).filter(key -> !key.isEmpty()).map(key -> {
            if (!key.matches("[\\x21-\\x7e]{1,200}")) {
                throw new IllegalStateException(
                        "Expected a key of up to 200 visible letters, but got something else in "
                                + (file == null ? VARIABLE : "rushes.gemini.key-file"));
            }
            return new GeminiKey(key);
        });
    }

    private static String content(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException unreadable) {
            throw new IllegalStateException(
                    "Expected a file with a key at rushes.gemini.key-file, but it can't be read", unreadable);
        }
    }

    /** The key itself, for the header. */
    public String reveal() {
        return secret;
    }

    @Override
    public String toString() {
        return "(a key)";
    }
}
