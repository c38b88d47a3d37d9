package dev.rushes.ingest.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.rushes.ingest.domain.ProblemType;
import java.util.List;
import java.util.Optional;
import org.springframework.http.HttpStatus;

/**
 * A problem document (RFC 9457).
 *
 * @param type address of the page that explains the kind of problem; stable
 * @param title the kind in a few words
 * @param status HTTP status
 * @param detail what happened this time, and what to do
 * @param instance path of the request
 * @param traceId trace of the request, which log lines about it name; absent where nobody can tell which request it was
 * @param code stable code for programs
 * @param errors what is wrong with which field
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
record Problem(
        String type,
        String title,
        int status,
        String detail,
        Optional<String> instance,
        Optional<String> traceId,
        String code,
        List<Fault> errors) {

    /**
     * What is wrong with one field.
     *
     * @param field JSON pointer or name of a parameter
     * @param message "Expected …, but …"
     */
    record Fault(String field, String message) {}

    /** Which request it is about. */
    record Place(Optional<String> instance, Optional<String> traceId) {
        static final Place UNKNOWN = new Place(Optional.empty(), Optional.empty());
    }

    static Problem of(HttpStatus status, String code, String detail, List<Fault> errors, Place place) {
        return new Problem(
                ProblemType.of(code),
                status.getReasonPhrase(),
                status.value(),
                detail,
                place.instance(),
                place.traceId(),
                code,
                errors);
    }
}
