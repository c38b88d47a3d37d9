package dev.rushes.analysis.findings;

import dev.rushes.analysis.analyzer.Examination;
import dev.rushes.analysis.domain.AnalyzedChunk;
import dev.rushes.analysis.domain.ChunkToAnalyze;
import dev.rushes.analysis.domain.Verdict;
import dev.rushes.analysis.findings.FindingsDocument.Board;
import dev.rushes.analysis.findings.FindingsDocument.StillAt;
import dev.rushes.analysis.findings.FindingsJson.Pictures;
import dev.rushes.media.store.JobKeys;
import dev.rushes.media.store.ObjectStore;
import dev.rushes.media.value.Rational;
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
    private final CostMeters meters;
    private final FindingsJson json = new FindingsJson();

    /**
     * @param largest largest document that is looked into; a larger one counts as not there
     * @param meters told what the analyzers cost
     */
    public FindingsStore(ObjectStore store, DataSize largest, CostMeters meters) {
        this.store = store;
        this.meters = meters;
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

    /**
     * Stores pictures, costs and document, and gives the fact to publish. Costs differ from try to try, so they stand in a document of their own: the
     * findings of the same bytes are the same bytes, whoever wrote them.
     */
    public Mono<AnalyzedChunk> save(JobKeys keys, ChunkToAnalyze chunk, String analyzer, Examination examination) {
        Verdict verdict = new Verdict(analyzer, chunk.chunk().sha256(), examination.problem());
        meters.count(chunk, examination.costs());
        return savePictures(keys, chunk, examination)
                .flatMap(pictures -> saveCosts(keys, chunk, examination).thenReturn(pictures))
                .map(pictures -> json.write(chunk, verdict, examination, pictures))
                .flatMap(document -> store.put(keys.analysis(chunk.track(), chunk.index()), document, JSON))
                .map(document -> AnalyzedChunk.of(chunk, verdict, document));
    }

    private Mono<Pictures> savePictures(JobKeys keys, ChunkToAnalyze chunk, Examination examination) {
        return Flux.fromIterable(examination.stills())
                .index()
                .concatMap(still -> saveStill(
                        keys.still(chunk.track(), chunk.index(), Math.toIntExact(still.getT1())), still.getT2()))
                .collectList()
                .flatMap(stills -> examination
                        .storyboard()
                        .map(board -> saveBoard(keys.storyboard(chunk.track(), chunk.index()), board)
                                .map(saved -> new Pictures(stills, Optional.of(saved))))
                        .orElseGet(() -> Mono.just(new Pictures(stills, Optional.empty()))));
    }

    private Mono<Board> saveBoard(String key, Examination.Storyboard board) {
        return store.put(key, board.file(), JPEG)
                .map(stored -> new Board(
                        stored.key(),
                        board.columns(),
                        board.tileWidth(),
                        board.tileHeight(),
                        board.tiles().stream().map(Rational::toString).toList()));
    }

    private Mono<Void> saveCosts(JobKeys keys, ChunkToAnalyze chunk, Examination examination) {
        return examination.costs().isEmpty()
                ? Mono.empty()
                : store.put(
                                keys.analysisCost(chunk.track(), chunk.index()),
                                json.costs(chunk, examination.costs()),
                                JSON)
                        .then();
    }

    private Mono<StillAt> saveStill(String key, Examination.Still still) {
        return store.put(key, still.file(), JPEG)
                .map(stored -> new StillAt(still.at().toString(), stored.key()));
    }
}
