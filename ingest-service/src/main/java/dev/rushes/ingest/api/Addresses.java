package dev.rushes.ingest.api;

import dev.rushes.ingest.links.LinkSigner;
import java.util.UUID;

/** The addresses of the API, as the answers name them: always relative to the host, so that they are right behind any proxy. */
final class Addresses {
    static final String BASE = "/api/v1";
    static final String ACCESS = BASE + "/access";
    static final String AUDIT = BASE + "/audit";
    static final String EVENTS = BASE + "/events";
    static final String FILES = BASE + "/files/";
    static final String JOBS = BASE + "/jobs";
    static final String KEYS = BASE + "/keys";
    static final String QUEUES = BASE + "/queues";
    static final String QUOTAS = BASE + "/quotas";
    static final String RETENTION = BASE + "/retention";
    static final String STAGES = BASE + "/stages";
    static final String SYSTEM = BASE + "/system";
    static final String UPLOADS = BASE + "/uploads";
    static final String USAGE = BASE + "/usage";
    static final String WEBHOOKS = BASE + "/webhooks";
    static final String WORKERS = BASE + "/workers";
    static final String DEAD_LETTERS = BASE + "/dead-letters";

    private Addresses() {}

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

    static String job(UUID id) {
        return JOBS + "/" + id;
    }

    static String file(LinkSigner.Token token) {
        return FILES + token.token();
    }
}
