package dev.rushes.ingest.api;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.springframework.http.HttpStatus;

/** A request that can not be served, on its way to the answer. */
final class ApiProblem extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final HttpStatus status;
    private final String code;
    private final transient List<Problem.Fault> errors;
    private final transient Optional<Duration> retryAfter;

    private ApiProblem(
            HttpStatus status, String code, String detail, List<Problem.Fault> errors, Optional<Duration> retryAfter) {
        super(detail, null, false, false);
        this.status = status;
        this.code = code;
        this.errors = List.copyOf(errors);
        this.retryAfter = retryAfter;
    }

    static ApiProblem of(HttpStatus status, String code, String detail) {
        return new ApiProblem(status, code, detail, List.of(), Optional.empty());
    }

    static ApiProblem invalid(List<Problem.Fault> errors) {
        String detail = errors.size() == 1
                ? errors.getFirst().message()
                : "Expected a valid request, but " + errors.size() + " fields are not; see errors.";
        return new ApiProblem(HttpStatus.BAD_REQUEST, "REQUEST_INVALID", detail, errors, Optional.empty());
    }

    static ApiProblem noSuchJob() {
        return of(
                HttpStatus.NOT_FOUND, "JOB_NOT_FOUND", "Expected a job with the id in the address, but there is none.");
    }

    static ApiProblem unavailable(String code, String detail, Duration retryAfter) {
        return new ApiProblem(HttpStatus.SERVICE_UNAVAILABLE, code, detail, List.of(), Optional.of(retryAfter));
    }

    HttpStatus status() {
        return status;
    }

    Optional<Duration> retryAfter() {
        return retryAfter;
    }

    Problem problem(Optional<String> instance) {
        return Problem.of(status, code, String.valueOf(getMessage()), errors, instance);
    }
}
