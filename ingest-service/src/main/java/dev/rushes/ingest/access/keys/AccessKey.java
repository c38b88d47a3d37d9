package dev.rushes.ingest.access.keys;

import dev.rushes.ingest.access.Caller;
import dev.rushes.ingest.access.Scope;
import dev.rushes.ingest.access.domain.Standing;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * What is kept of a key.
 *
 * @param id names it, also to whoever may not use it
 * @param tenant whose jobs it works with
 * @param label what people call it
 * @param scopes what it is for
 * @param created when and by whom it was made
 * @param expires from when on it is not good any more; empty means never
 * @param revoked when it was taken back
 * @param used when it was last used, give or take a minute
 * @param replaces id of the key whose place it took
 * @param digest SHA-256 of the key
 */
public record AccessKey(
        String id,
        String tenant,
        String label,
        Set<Scope> scopes,
        Created created,
        Optional<Instant> expires,
        Optional<Instant> revoked,
        Optional<Instant> used,
        Optional<String> replaces,
        byte[] digest) {

    /** When and by whom. */
    public record Created(Instant at, String by) {}

    /** Where it stands for whoever knows its secret. */
    public Standing standing(Instant now) {
        return Standing.since(Optional.of(kept()), now);
    }

    Standing.Kept kept() {
        return new Standing.Kept(digest, expires, revoked);
    }

    /** How the audit names whoever uses it. */
    static String name(String id) {
        return "key:" + id;
    }

    Caller caller() {
        return new Caller(tenant, name(id), scopes);
    }
}
