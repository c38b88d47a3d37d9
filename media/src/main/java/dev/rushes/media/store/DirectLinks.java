package dev.rushes.media.store;

import dev.rushes.media.value.StoredObject;
import java.net.URI;
import java.time.Instant;

/** Links that the store itself checks, where it can: whoever has one may fetch one object for a while, without passing through us. */
public interface DirectLinks {

    /**
     * How the object is sent.
     *
     * @param contentType media type that the answer will bear
     * @param disposition value of the header {@code Content-Disposition}
     * @param expires when the link ends, at the latest
     */
    record Download(String contentType, String disposition, Instant expires) {}

    /** A link to fetch an object. Made here, without asking the store; a secret until it ends. */
    URI to(StoredObject object, Download download);
}
