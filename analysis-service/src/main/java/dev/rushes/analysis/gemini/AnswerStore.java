package dev.rushes.analysis.gemini;

import dev.rushes.analysis.gemini.domain.Response;
import dev.rushes.analysis.gemini.wire.AnswerJson;
import dev.rushes.media.store.JobKeys;
import dev.rushes.media.store.ObjectStore;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import reactor.core.publisher.Mono;

/**
 * Keeps what was paid for. An answer is stored before anybody looks at it, under the digest of all that it follows from (bytes, question, model), so
 * that a later try that asks the same pays nothing.
 */
final class AnswerStore {
    private static final int LARGEST = 16 << 20;

    private final ObjectStore store;

    AnswerStore(ObjectStore store) {
        this.store = store;
    }

    /** The name of a question. */
    static String digest(String... whatItFollowsFrom) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (String part : whatItFollowsFrom) {
                digest.update(part.getBytes(StandardCharsets.UTF_8));
                digest.update((byte) 0);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    Mono<Optional<Response>> find(JobKeys keys, String digest) {
        return store.find(keys.answer(digest)).flatMap(found -> found.filter(document -> document.size() <= LARGEST)
                .map(document -> store.read(document, LARGEST).map(AnswerJson::read))
                .orElseGet(() -> Mono.just(Optional.empty())));
    }

    Mono<Void> keep(JobKeys keys, String digest, Response response) {
        return store.put(keys.answer(digest), AnswerJson.write(response), "application/json")
                .then();
    }
}
