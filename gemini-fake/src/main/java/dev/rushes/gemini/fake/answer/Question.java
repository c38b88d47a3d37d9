package dev.rushes.gemini.fake.answer;

import java.util.List;
import java.util.Optional;

/**
 * What is asked about.
 *
 * @param model name without "models/"
 * @param seconds length of the film or recording; 0 if there is none
 * @param hasVideo whether there are pictures
 * @param texts all texts of the prompt
 * @param sha256 digest of the bytes, in hexadecimal; empty if there are none
 * @param film the bytes
 */
public record Question(
        String model, double seconds, boolean hasVideo, List<String> texts, String sha256, Optional<Film> film) {
    public Question {
        texts = List.copyOf(texts);
    }

    /** A film or recording; its bytes are not to be changed. */
    public record Film(String mimeType, byte[] bytes) {}
}
