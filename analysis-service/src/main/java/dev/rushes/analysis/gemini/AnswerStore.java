package dev.rushes.analysis.gemini;

import dev.rushes.analysis.domain.ChunkToAnalyze;
import dev.rushes.analysis.gemini.domain.KeptAnswer;
import dev.rushes.analysis.gemini.domain.PriceList;
import dev.rushes.analysis.gemini.domain.Sheet;
import dev.rushes.analysis.gemini.domain.Tab;
import dev.rushes.analysis.gemini.wire.AnswerJson;
import dev.rushes.analysis.gemini.wire.SheetJson;
import dev.rushes.media.store.JobKeys;
import dev.rushes.media.store.ListedObject;
import dev.rushes.media.store.ObjectStore;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
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
    private final String writer;
    private final AtomicLong calls = new AtomicLong();

    /** @param writer name of this process that no other has */
    AnswerStore(ObjectStore store, UUID writer) {
        this.store = store;
        this.writer = writer.toString();
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
     * What all tries on all instances have sent for a chunk and written down. Who died between the storing of an answer and the writing down of its cost has left the
     * answer.
     *
     * @param run of the job
     */
    Mono<Tab> tab(JobKeys keys, ChunkToAnalyze chunk, PriceList prices, int run) {
        return store.list(keys.modelCalls(chunk.track(), chunk.index()))
                .map(ListedObject::key)
                .sort()
                .concatMap(store::find)
                .concatMap(found -> Mono.justOrEmpty(found))
                .concatMap(document -> store.read(document, LARGEST).map(bytes -> SheetJson.read(bytes, run)))
                .collectList()
                .map(sheets -> new Tab(prices, Sheet.of(sheets)))
                .flatMap(tab -> settled(keys, tab));
    }

    private Mono<Tab> settled(JobKeys keys, Tab tab) {
        return Flux.fromIterable(tab.calls())
                .filter(call -> !call.answered())
                .concatMap(call -> find(keys, call.question())
                        .doOnNext(found -> found.ifPresent(answer -> tab.found(call, answer.response()))))
                .then(Mono.just(tab));
    }

    /** Under the name of this process, so that none takes from another what it has written down, be it long given up for dead. */
    Mono<Void> keep(JobKeys keys, ChunkToAnalyze chunk, Tab tab) {
        return Mono.defer(() -> store.put(
                        keys.modelCalls(chunk.track(), chunk.index(), writer), SheetJson.write(tab.sheet()), JSON))
                .then();
    }

    /** The name of a call that this process is about to make. */
    String nextCall() {
        return writer + "-" + calls.incrementAndGet();
    }
}
