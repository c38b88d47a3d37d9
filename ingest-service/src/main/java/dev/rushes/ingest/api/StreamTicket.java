package dev.rushes.ingest.api;

import dev.rushes.ingest.access.Caller;
import dev.rushes.ingest.access.StreamTokens;
import java.time.Instant;
import org.springframework.http.ResponseEntity;

/**
 * A way to look at a stream for who can't send headers, such as a browser's EventSource.
 *
 * @param href address of the stream with the token
 * @param expiresAt until when it opens a stream; one that is open goes on
 */
record StreamTicket(String token, String href, Instant expiresAt) {

    /** Lets this caller look at the stream of this path. */
    static ResponseEntity<StreamTicket> answer(StreamTokens tokens, Caller caller, String path) {
        StreamTokens.Token token = tokens.sign(caller, path);
        return ResponseEntity.ok()
                .header("Cache-Control", "no-store")
                .body(new StreamTicket(token.token(), path + "?token=" + token.token(), token.expires()));
    }
}
