package dev.rushes.ingest.api;

import dev.rushes.ingest.access.Right;
import dev.rushes.ingest.access.Role;
import dev.rushes.ingest.access.Scope;
import dev.rushes.ingest.ledger.Ledger;
import dev.rushes.ingest.quota.domain.QuotaRule;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.http.HttpStatus;

/** A request that can not be served, on its way to the answer. */
final class ApiProblem extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final HttpStatus status;
    private final String code;
    private final transient List<Problem.Fault> errors;
    private final transient Map<String, String> headers;

    private ApiProblem(
            HttpStatus status, String code, String detail, List<Problem.Fault> errors, Map<String, String> headers) {
        super(detail, null, false, false);
        this.status = status;
        this.code = code;
        this.errors = List.copyOf(errors);
        this.headers = Map.copyOf(headers);
    }

    static ApiProblem of(HttpStatus status, String code, String detail) {
        return new ApiProblem(status, code, detail, List.of(), Map.of());
    }

    static ApiProblem invalid(List<Problem.Fault> errors) {
        String detail = errors.size() == 1
                ? errors.getFirst().message()
                : "Expected a valid request, but " + errors.size() + " fields are not; see errors.";
        return new ApiProblem(HttpStatus.BAD_REQUEST, "REQUEST_INVALID", detail, errors, Map.of());
    }

    /** Nobody has proven to be anybody. */
    static ApiProblem nobody() {
        return unproven(
                "CREDENTIAL_MISSING", "Expected \"Authorization: Bearer\" with a key or a token, but there is none.");
    }

    /** What was shown proves nothing. */
    static ApiProblem unproven(String code, String detail) {
        return new ApiProblem(
                HttpStatus.UNAUTHORIZED,
                code,
                detail,
                List.of(),
                Map.of("WWW-Authenticate", "Bearer realm=\"rushes\""));
    }

    /** Somebody is known, but not for this. */
    static ApiProblem outOfScope(Role role, Right right) {
        return of(
                HttpStatus.FORBIDDEN,
                "SCOPE_MISSING",
                "Expected a key or a token with the scope "
                        + Scope.of(role, right).word() + ", but this one does not have it.");
    }

    static ApiProblem nothingHere() {
        return of(HttpStatus.NOT_FOUND, "NOT_FOUND", "Expected an address of this API, but there is nothing here.");
    }

    static ApiProblem tooMany(String code, String detail, Duration retryAfter) {
        return new ApiProblem(
                HttpStatus.TOO_MANY_REQUESTS,
                code,
                detail,
                List.of(),
                Map.of(
                        "Retry-After",
                        Long.toString(Math.max(1, retryAfter.plusMillis(999).toSeconds()))));
    }

    /** The tenant has all that it may have. */
    static ApiProblem noRoom(QuotaRule.Verdict.Refused refused, Duration retryAfter) {
        return refused.limit().isPassing()
                ? tooMany(refused.limit().code(), refused.why(), retryAfter)
                : of(HttpStatus.FORBIDDEN, refused.limit().code(), refused.why());
    }

    static ApiProblem noSuchJob() {
        return of(
                HttpStatus.NOT_FOUND, "JOB_NOT_FOUND", "Expected a job with the id in the address, but there is none.");
    }

    /** It was there, and nobody gets it back. */
    static ApiProblem forgotten(Ledger.Forgotten gone) {
        String at = second(gone.at());
        return gone.byTime()
                ? of(
                        HttpStatus.GONE,
                        "JOB_EXPIRED",
                        "Expected a job, but its time was over, and it has been removed with all it had (" + at
                                + "). Send the footage again; a new job needs a new Idempotency-Key.")
                : of(
                        HttpStatus.GONE,
                        "JOB_ERASED",
                        "Expected a job, but it has been erased (" + at
                                + "). How far that is, is told at …/data; a new job needs a new Idempotency-Key.");
    }

    /** @param since when their time was over, as far as known */
    static ApiProblem outputsExpired(Optional<Instant> since) {
        return of(
                HttpStatus.GONE,
                "OUTPUTS_EXPIRED",
                "Expected footage, timeline and films, but their time was over"
                        + since.map(then -> " at " + second(then)).orElse("")
                        + ", and they have been removed. Send the footage again as a new job.");
    }

    private static String second(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    static ApiProblem chunksExpired() {
        return of(
                HttpStatus.GONE,
                "CHUNKS_EXPIRED",
                "Expected chunks, but their time was over, and they have been removed. Another run makes them anew:"
                        + " POST …/retry, for a completed job with ?force=true.");
    }

    static ApiProblem fileExpired() {
        return of(
                HttpStatus.GONE,
                "FILE_EXPIRED",
                "Expected the file behind this link, but its time was over, and it has been removed.");
    }

    /** Nothing is to begin that needs what is going. */
    static ApiProblem expiring(Duration retryAfter) {
        return conflict(
                        "JOB_EXPIRING",
                        "Expected a job that nobody removes files of, but the time of some is over, and they are being removed."
                                + " Send the same request again in a moment.")
                .with(Map.of("Retry-After", Long.toString(retryAfter.toSeconds())));
    }

    static ApiProblem noSuchErasure() {
        return of(
                HttpStatus.NOT_FOUND,
                "ERASURE_NOT_FOUND",
                "Expected a job that has been erased, but there is none with the id in the address.");
    }

    static ApiProblem keyReused() {
        return of(
                HttpStatus.UNPROCESSABLE_CONTENT,
                "IDEMPOTENCY_KEY_REUSED",
                "Expected the same request as the first with this Idempotency-Key, but it asks for something else. Use"
                        + " a new key.");
    }

    static ApiProblem conflict(String code, String detail) {
        return of(HttpStatus.CONFLICT, code, detail);
    }

    static ApiProblem keyInFlight() {
        return conflict(
                "IDEMPOTENCY_KEY_IN_USE",
                "Expected one request at a time with this Idempotency-Key, but another one, which asks for something"
                        + " else, has just come. Use a new key.");
    }

    /** Somebody else was faster. */
    static ApiProblem changed(String tag) {
        return new ApiProblem(
                HttpStatus.PRECONDITION_FAILED,
                "JOB_CHANGED",
                "Expected the job as it was when its ETag was read, but somebody has changed it since. Read it again.",
                List.of(),
                Map.of("ETag", tag));
    }

    /** The client asks for bytes behind the end. */
    static ApiProblem rangeBehind(long size) {
        return new ApiProblem(
                HttpStatus.REQUESTED_RANGE_NOT_SATISFIABLE,
                "RANGE_UNSATISFIABLE",
                "Expected a range inside the file, but it has only " + size + " bytes.",
                List.of(),
                Map.of("Content-Range", "bytes */" + size));
    }

    static ApiProblem unavailable(String code, String detail, Duration retryAfter) {
        return new ApiProblem(
                HttpStatus.SERVICE_UNAVAILABLE,
                code,
                detail,
                List.of(),
                Map.of("Retry-After", Long.toString(retryAfter.toSeconds())));
    }

    /** The same with these headers. */
    ApiProblem with(Map<String, String> its) {
        return new ApiProblem(status, code, String.valueOf(getMessage()), errors, its);
    }

    HttpStatus status() {
        return status;
    }

    String code() {
        return code;
    }

    /** Headers that belong to the answer. */
    Map<String, String> headers() {
        return headers;
    }

    Problem problem(Problem.Place place) {
        return Problem.of(status, code, String.valueOf(getMessage()), errors, place);
    }
}
