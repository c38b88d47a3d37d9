package dev.rushes.analysis.findings;

import dev.rushes.analysis.analyzer.Examination;
import dev.rushes.analysis.domain.AnalyzedChunk;
import dev.rushes.analysis.domain.ChunkToAnalyze;
import dev.rushes.analysis.domain.Verdict;
import dev.rushes.analysis.findings.FindingsDocument.StillAt;
import dev.rushes.media.store.JobKeys;
import dev.rushes.media.store.ObjectStore;
import java.util.Optional;
import org.springframework.util.unit.DataSize;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Keeps the findings of chunks. The document is stored last, so that its presence says that all of it is there. */
public final class FindingsStore {
    private static final String JSON = "application/json";
    private static final String JPEG = "image/jpeg";

    private final ObjectStore store;
    private final int largest;
    private final FindingsJson json = new FindingsJson();

    /**
     * @param largest largest document that is looked into; a larger one counts as not there
     */
    public FindingsStore(ObjectStore store, DataSize largest) {
        this.store = store;
        this.largest = Math.toIntExact(largest.toBytes());
    }

    /** The fact of an earlier try that looked at the same bytes with the same analyzer; empty if there was none. */
    public Mono<Optional<AnalyzedChunk>> find(JobKeys keys, ChunkToAnalyze chunk, String analyzer) {
        return store.find(keys.analysis(chunk.track(), chunk.index()))
                .flatMap(found -> found.filter(document -> document.size() <= largest)
                        .map(document -> store.read(document, largest).map(bytes -> json.verdict(bytes)
                                .filter(verdict -> verdict.answers(chunk, analyzer))
                                .map(verdict -> AnalyzedChunk.of(chunk, verdict, document))))
                        .orElseGet(() -> Mono.just(Optional.empty())));
    }

    /** Stores stills and document, and gives the fact to publish. */
    public Mono<AnalyzedChunk> save(JobKeys keys, ChunkToAnalyze chunk, String analyzer, Examination examination) {
        Verdict verdict = new Verdict(analyzer, chunk.chunk().sha256(), examination.problem());
        return Flux.fromIterable(examination.stills())
                .index()
                .concatMap(still -> saveStill(
                        keys.still(chunk.track(), chunk.index(), Math.toIntExact(still.getT1())), still.getT2()))
                .collectList()
                .map(stills -> json.write(chunk, verdict, examination, stills))
                .flatMap(document -> store.put(keys.analysis(chunk.track(), chunk.index()), document, JSON))
                .map(document -> AnalyzedChunk.of(chunk, verdict, document));
    }

    private Mono<StillAt> saveStill(String key, Examination.Still still) {
        return store.put(key, still.file(), JPEG)
                .map(stored -> new StillAt(still.at().toString(), stored.key()));
    }
}
