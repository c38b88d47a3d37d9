package dev.rushes.ingest.tus.domain;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/**
 * What is known of an upload.
 *
 * @param id its name in the address
 * @param tenant its owner
 * @param kind how it belongs to others
 * @param phase how far it is
 * @param length bytes that it will have; empty while the client has not told
 * @param offset bytes that are recorded
 * @param metadata {@code Upload-Metadata} as it was sent; may be empty
 * @param concatenation {@code Upload-Concat} as it was sent; may be empty
 * @param pieces what a final upload is made of
 * @param jobId the job that it starts when it is complete
 * @param sha256 digest of all bytes, once they are one object
 * @param expires when it will be removed
 * @param expired whether that moment has passed
 */
public record Upload(
        UUID id,
        String tenant,
        Kind kind,
        Phase phase,
        OptionalLong length,
        long offset,
        String metadata,
        String concatenation,
        List<UUID> pieces,
        Optional<UUID> jobId,
        Optional<String> sha256,
        Instant expires,
        boolean expired) {

    /** How an upload belongs to others. */
    public enum Kind {
        /** Stands on its own. */
        WHOLE,
        /** A piece of one that is to come. */
        PARTIAL,
        /** Made of others. */
        FINAL
    }

    public Upload {
        pieces = List.copyOf(pieces);
    }

    /** Whether bytes are missing, and may still come. */
    public boolean isReceiving() {
        return phase == Phase.RECEIVING;
    }

    /** Whether its bytes are one object, to be read. */
    public boolean isStored() {
        return phase == Phase.STORED || phase == Phase.DONE;
    }
}
