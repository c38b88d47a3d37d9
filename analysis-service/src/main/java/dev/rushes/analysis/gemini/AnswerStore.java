package dev.rushes.analysis.gemini;

import dev.rushes.analysis.domain.ChunkToAnalyze;
import dev.rushes.analysis.gemini.domain.KeptAnswer;
import dev.rushes.analysis.gemini.domain.PriceList;
import dev.rushes.analysis.gemini.domain.Tab;
import dev.rushes.analysis.gemini.wire.AnswerJson;
import dev.rushes.analysis.gemini.wire.TabJson;
import dev.rushes.media.store.JobKeys;
import dev.rushes.media.store.ObjectStore;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Keeps what was paid for, and what may have been. An answer is stored before anybody looks at it, under the digest of all that it follows from (bytes, question, model), so
 * that a later try that asks the same pays nothing.
 */
final class AnswerStore {
    private static final String JSON = "application/json";
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

    Mono<Optional<KeptAnswer>> find(JobKeys keys, String digest) {
        return store.find(keys.answer(digest)).flatMap(found -> found.filter(document -> document.size() <= LARGEST)
                .map(document -> store.read(document, LARGEST).map(AnswerJson::read))
                .orElseGet(() -> Mono.just(Optional.empty())));
    }

    Mono<Void> keep(JobKeys keys, String digest, KeptAnswer answer) {
        return store.put(keys.answer(digest), AnswerJson.write(answer), JSON).then();
    }

    /**
     * What earlier tries have sent for a chunk and written down. Who died between the storing of an answer and the writing down of its cost has left the answer.
     *
     * @param run of the job
     */
    Mono<Tab> tab(JobKeys keys, ChunkToAnalyze chunk, PriceList prices, int run) {
        return store.find(keys.modelCalls(chunk.track(), chunk.index()))
                .flatMap(found -> found.map(document ->
                                store.read(document, LARGEST).map(bytes -> TabJson.read(bytes, prices, run)))
                        .orElseGet(() -> Mono.fromSupplier(() -> new Tab(prices, List.of(), List.of()))))
                .flatMap(tab -> settled(keys, tab));
    }

    private Mono<Tab> settled(JobKeys keys, Tab tab) {
        return Flux.fromIterable(tab.calls())
                .filter(call -> !call.answered())
                .concatMap(call -> find(keys, call.question())
                        .doOnNext(found -> found.ifPresent(answer -> tab.found(call, answer.response()))))
                .then(Mono.just(tab));
    }

    Mono<Void> keep(JobKeys keys, ChunkToAnalyze chunk, Tab tab) {
        return Mono.defer(() -> store.put(keys.modelCalls(chunk.track(), chunk.index()), TabJson.write(tab), JSON))
                .then();
    }
}
