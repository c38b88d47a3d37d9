package dev.rushes.ingest.api;

import dev.rushes.ingest.links.Grant;
import dev.rushes.ingest.links.Grant.Disposition;
import dev.rushes.ingest.links.LinkSigner;
import java.time.Instant;

/** Signed links to what a job has made, as the answers show them. */
final class SignedLinks {
    private final LinkSigner signer;

    SignedLinks(LinkSigner signer) {
        this.signer = signer;
    }

    /**
     * Two ways to one object.
     *
     * @param href link that a browser plays
     * @param download link that a browser saves
     * @param expiresAt when both end; ask for new ones then
     */
    record Pair(String href, String download, Instant expiresAt) {}

    /**
     * @param key of an object of the tenant
     * @param type media type that the answer will bear
     * @param filename name that a browser saves it under
     */
    Pair to(String tenant, String key, String type, String filename) {
        LinkSigner.Token shown = signer.sign(new Grant(tenant, key, Disposition.INLINE, type, filename));
        LinkSigner.Token saved = signer.sign(new Grant(tenant, key, Disposition.ATTACHMENT, type, filename));
        Instant expires = shown.expires().isBefore(saved.expires()) ? shown.expires() : saved.expires();
        return new Pair(Addresses.file(shown), Addresses.file(saved), expires);
    }
}
