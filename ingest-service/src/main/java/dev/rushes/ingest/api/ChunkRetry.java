package dev.rushes.ingest.api;

import dev.rushes.ingest.access.Caller;
import dev.rushes.ingest.ledger.Ledger;
import dev.rushes.ingest.ledger.domain.Job;
import dev.rushes.ingest.ledger.domain.Section;
import dev.rushes.media.store.ObjectStore;
import dev.rushes.media.value.StoredObject;
import dev.rushes.media.value.Track;
import java.util.UUID;
import org.springframework.http.HttpStatus;
import org.springframework.util.unit.DataSize;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Asks for a chunk to be analyzed anew that nobody has findings of, or whose findings lack what a model could not be asked. That is a new run of the job: each stage finds what it has done and does only
 * what is missing, so the chunk is looked at and the film is made of what is then known. Other gaps of the job are tried again in the same
 * run.
 */
final class ChunkRetry {
    private static final String PARTIAL = "PARTIAL";

    private final JobDesk desk;
    private final Ledger ledger;
    private final ObjectStore store;
    private final int largest;

    /** @param largest most bytes of findings that are looked into; larger ones lack nothing */
    ChunkRetry(JobDesk desk, Ledger ledger, ObjectStore store, DataSize largest) {
        this.desk = desk;
        this.ledger = ledger;
        this.store = store;
        this.largest = Math.toIntExact(largest.toBytes());
    }

    /**
     * Which chunk.
     *
     * @param index from 0
     */
    record Which(Track track, int index) {}

    /** Two callers at once open one run; whoever asks while it runs hears that it does. */
    Mono<JobOrder> retry(Caller caller, UUID id, Which which) {
        return desk.find(caller, id).flatMap(job -> ledger.chunk(caller.tenant(), id, which.track(), which.index())
                .switchIfEmpty(Mono.error(() -> unknown(which)))
                .flatMap(chunk -> refused(job, chunk))
                .flatMap(refused -> refused
                        ? Mono.error(
                                ApiProblem.conflict(
                                        "CHUNK_NOT_FAILED",
                                        "Expected a chunk that nothing is known of, or that a model could not be asked about, but "
                                                + unit(which)
                                                + " has been analyzed. To run the whole job again, use POST …/retry?force=true."))
                        : desk.retry(caller, id, true)));
    }

    /** A job that runs is refused as such, whatever the chunk: it may be at work on it. */
    private Mono<Boolean> refused(Job job, Section.Chunk chunk) {
        if (!job.state().isTerminal() || chunk.findings().isEmpty()) {
            return Mono.just(false);
        }
        return chunk.status().filter(PARTIAL::equals).isPresent()
                ? lacking(chunk.findings().get()).map(lacking -> !lacking)
                : Mono.just(true);
    }

    /** Findings that are gone say nothing; whether the job can still be run is not to be decided here. */
    private Mono<Boolean> lacking(StoredObject findings) {
        return findings.size() > largest
                ? Mono.just(false)
                : store.find(findings.key()).flatMap(found -> found.map(its -> store.read(its, largest)
                                .publishOn(Schedulers.boundedElastic())
                                .map(ChunkRetry::saysSo))
                        .orElseGet(() -> Mono.just(true)));
    }

    private static boolean saysSo(byte[] findings) {
        try {
            return JsonMapper.shared()
                    .readTree(findings)
                    .path("insight")
                    .path("lacking")
                    .asBoolean(false);
        } catch (JacksonException unreadable) {
            return true; // The analysis takes such findings for none.
        }
    }

    private static ApiProblem unknown(Which which) {
        return ApiProblem.of(
                HttpStatus.NOT_FOUND,
                "CHUNK_NOT_FOUND",
                "Expected a chunk of the job, but there is no " + unit(which) + ".");
    }

    private static String unit(Which which) {
        return which.track().unit(which.index());
    }
}
