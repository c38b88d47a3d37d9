package dev.rushes.timeline.findings;

import dev.rushes.media.store.Digests;
import dev.rushes.media.store.ObjectStore;
import dev.rushes.media.value.StoredObject;
import dev.rushes.runtime.stage.CommonFailure;
import dev.rushes.runtime.stage.StageFailure;
import dev.rushes.timeline.domain.AnalyzedChunk;
import dev.rushes.timeline.domain.ChunkFindings;
import dev.rushes.timeline.json.RushesJson;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Reads the findings of all chunks of a job, a few at a time. */
public final class FindingsReader {
    private final ObjectStore store;
    private final Limits limits;

    /**
     * What is read at most.
     *
     * @param object bytes of one document
     * @param job bytes of all documents of one job
     * @param atATime documents read at the same time
     */
    public record Limits(int object, long job, int atATime) {}

    public FindingsReader(ObjectStore store, Limits limits) {
        this.store = store;
        this.limits = limits;
    }

    /**
     * The findings of each chunk, in the order given; a gap has findings that say nothing.
     *
     * @return signals {@link StageFailure} with {@code STORED_OBJECT_MISSING} or {@code STORED_BYTES_DIFFER} if a document is not there or
     *     is not what the analysis wrote
     */
    public Mono<List<ChunkFindings>> read(List<AnalyzedChunk> chunks) {
        long bytes = chunks.stream()
                .flatMap(chunk -> chunk.findings().stream())
                .mapToLong(StoredObject::size)
                .sum();
        if (bytes > limits.job()) {
            return Mono.error(new StageFailure(
                    FindingsFailure.FINDINGS_TOO_LARGE,
                    "Expected at most " + limits.job() + " bytes of findings for one job, but there are " + bytes
                            + "; raise rushes.timeline.findings-per-job, or cut longer chunks"));
        }
        return Flux.fromIterable(chunks)
                .flatMapSequential(this::read, limits.atATime(), 1)
                .collectList();
    }

    private Mono<ChunkFindings> read(AnalyzedChunk chunk) {
        return chunk.findings()
                .map(object -> document(chunk, object))
                .orElseGet(() -> Mono.just(ChunkFindings.none(chunk)));
    }

    private Mono<ChunkFindings> document(AnalyzedChunk chunk, StoredObject object) {
        if (object.size() > limits.object()) {
            return Mono.error(new StageFailure(
                    FindingsFailure.FINDINGS_TOO_LARGE,
                    "Expected at most " + limits.object() + " bytes of findings for " + chunk.unit()
                            + ", but there are " + object.size()
                            + "; raise rushes.timeline.findings-per-chunk, or cut shorter chunks"));
        }
        return store.read(object, limits.object())
                .publishOn(Schedulers.boundedElastic())
                .map(bytes -> parse(chunk, object, bytes));
    }

    private static ChunkFindings parse(AnalyzedChunk chunk, StoredObject object, byte[] bytes) {
        if (!object.sha256().isEmpty() && !object.sha256().equals(Digests.of(bytes))) {
            throw new StageFailure(
                    CommonFailure.STORED_BYTES_DIFFER,
                    "Expected the findings of " + chunk.unit()
                            + " as the analysis announced them, but the stored bytes are others");
        }
        FindingsDocument document = document(chunk, bytes);
        if (document.version() != FindingsDocument.VERSION) {
            throw unreadable(chunk, "they are of version " + document.version(), null);
        }
        try {
            return document.of(chunk);
        } catch (RuntimeException nonsense) { // well-formed JSON that means nothing: a null in a list, a step of 0
            throw unreadable(chunk, "they make no sense", nonsense);
        }
    }

    private static FindingsDocument document(AnalyzedChunk chunk, byte[] bytes) {
        try {
            return Optional.ofNullable(RushesJson.mapper().readValue(bytes, FindingsDocument.class))
                    .orElseThrow(() -> new IllegalArgumentException("Expected an object, but got null"));
        } catch (RuntimeException malformed) {
            throw unreadable(chunk, "they can not be read", malformed);
        }
    }

    private static StageFailure unreadable(AnalyzedChunk chunk, String what, @Nullable Throwable cause) {
        return new StageFailure(
                CommonFailure.STORED_BYTES_DIFFER,
                "Expected findings of " + chunk.unit() + " in version " + FindingsDocument.VERSION + ", but " + what,
                cause);
    }
}
