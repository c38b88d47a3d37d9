package dev.rushes.ingest.api;

import java.util.UUID;

/** Who asks, and for which job. There is no authentication yet, so everybody is the one tenant of this installation. */
final class Caller {
    /** Owner of everything that comes through the API. */
    static final String TENANT = "default";

    /** Who operates this installation, for the audit: whoever reaches its API. */
    static final String OPERATOR = "api";

    private Caller() {}

    /** @throws ApiProblem if the text is no job's id: such a job does not exist */
    static UUID jobId(String text) {
        try {
            UUID id = UUID.fromString(text);
            if (id.toString().equalsIgnoreCase(text)) {
                return id;
            }
        } catch (IllegalArgumentException _) {
            // Told below.
        }
        throw ApiProblem.noSuchJob();
    }
}
