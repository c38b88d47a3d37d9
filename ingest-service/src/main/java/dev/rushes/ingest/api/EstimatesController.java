package dev.rushes.ingest.api;

import dev.rushes.ingest.cost.domain.CostEstimate;
import dev.rushes.ingest.cost.domain.CostRates;
import java.util.Locale;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.util.unit.DataSize;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** What a job would cost. Nothing is asked for and nothing is kept. */
@RestController
@RequestMapping(Addresses.JOBS + "/estimate")
final class EstimatesController {
    private final EstimateReader reader;
    private final CostRates rates;
    private final DataSize limit;

    EstimatesController(EstimateReader reader, CostRates rates, DataSize limit) {
        this.reader = reader;
        this.rates = rates;
        this.limit = limit;
    }

    /**
     * @param estimate what one run should cost
     * @param basis what that is based on
     */
    record Estimated(CostEstimate estimate, Basis basis) {}

    /**
     * @param kind length, size or prompt: what was known of the footage
     * @param seconds length that was counted with
     * @param bytes size that was counted with
     * @param message the same for people
     */
    record Basis(String kind, double seconds, long bytes, String message) {}

    @PostMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
    Mono<ResponseEntity<Estimated>> estimate(ServerHttpRequest request) {
        return StrictJson.body(request, limit).map(reader::read).map(question -> ResponseEntity.ok()
                .header("Cache-Control", "no-store")
                .body(new Estimated(
                        CostEstimate.of(question.work(), rates),
                        new Basis(
                                question.basis().name().toLowerCase(Locale.ROOT),
                                question.work().seconds(),
                                question.work().bytes(),
                                question.message()))));
    }
}
