package dev.rushes.ingest.api;

import dev.rushes.ingest.access.Caller;
import dev.rushes.ingest.ledger.Ledger;
import dev.rushes.ingest.ledger.domain.Job;
import dev.rushes.ingest.ledger.domain.Section;
import dev.rushes.media.value.Track;
import java.util.UUID;
import org.springframework.http.HttpStatus;
import reactor.core.publisher.Mono;

/**
 * Asks for a chunk to be analyzed anew that nobody has findings of. That is a new run of the job: each stage finds what it has done and does only
 * what is missing, so the chunk is looked at and the film is made of what is then known. Other gaps of the job are tried again in the same
 * run.
 */
final class ChunkRetry {
    private final JobDesk desk;
    private final Ledger ledger;

    ChunkRetry(JobDesk desk, Ledger ledger) {
        this.desk = desk;
        this.ledger = ledger;
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
                .flatMap(chunk -> refused(job, chunk)
                        ? Mono.error(
                                ApiProblem.conflict(
                                        "CHUNK_NOT_FAILED",
                                        "Expected a chunk that nothing is known of, but " + unit(which)
                                                + " has been analyzed. To run the whole job again, use POST …/retry?force=true."))
                        : desk.retry(caller, id, true)));
    }

    /** A job that runs is refused as such, whatever the chunk: it may be at work on it. */
    private static boolean refused(Job job, Section.Chunk chunk) {
        return job.state().isTerminal() && chunk.findings().isPresent();
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
