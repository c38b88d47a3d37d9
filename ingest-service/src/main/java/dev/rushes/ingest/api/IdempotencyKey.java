package dev.rushes.ingest.api;

import com.github.f4b6a3.uuid.UuidCreator;
import java.util.UUID;
import org.springframework.http.HttpStatus;

/**
 * A caller's word for a request: the same word is the same job.
 *
 * @param text 1 to 255 characters
 */
record IdempotencyKey(String text) {
    /** Name space of ids that follow from a key. */
    private static final UUID KEYS = UUID.fromString("6f1d1c64-3c7e-5f0a-9a51-0f6f7c1f2b7a");

    private static final int LONGEST = 255;

    /**
     * Reads the header: a structured string in quotes, or bare.
     *
     * @throws ApiProblem if it is none
     */
    static IdempotencyKey read(String header) {
        String key = header.strip();
        if (key.length() >= 2 && key.startsWith("\"") && key.endsWith("\"")) {
            key = key.substring(1, key.length() - 1);
        }
        if (key.isEmpty() || key.length() > LONGEST) {
            throw ApiProblem.of(
                    HttpStatus.BAD_REQUEST,
                    "IDEMPOTENCY_KEY_INVALID",
                    "Expected an Idempotency-Key of 1 to " + LONGEST + " characters, but got " + key.length() + ".");
        }
        return new IdempotencyKey(key);
    }

    /** The id of the job that a tenant asks for with it. */
    UUID jobOf(String tenant) {
        return UuidCreator.getNameBasedSha1(KEYS, tenant + "\n" + text);
    }
}
