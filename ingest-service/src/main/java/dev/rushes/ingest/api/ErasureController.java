package dev.rushes.ingest.api;

import dev.rushes.ingest.access.Caller;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** What a job has: forget it for good, and see how far that is. */
@RestController
@RequestMapping(Addresses.JOBS + "/{id}/data")
final class ErasureController {
    private final ErasureDesk desk;

    ErasureController(ErasureDesk desk) {
        this.desk = desk;
    }

    @DeleteMapping
    Mono<ResponseEntity<ErasureView>> erase(Caller caller, @PathVariable String id) {
        return desk.erase(caller, Addresses.jobId(id))
                .map(ErasureView::of)
                .map(view -> answer(ResponseEntity.accepted(), view));
    }

    @GetMapping
    Mono<ResponseEntity<ErasureView>> progress(Caller caller, @PathVariable String id) {
        return desk.find(caller, Addresses.jobId(id))
                .map(ErasureView::of)
                .map(view -> answer(ResponseEntity.ok(), view));
    }

    private static ResponseEntity<ErasureView> answer(ResponseEntity.BodyBuilder answer, ErasureView view) {
        return answer.header("Cache-Control", "no-store").body(view);
    }
}
