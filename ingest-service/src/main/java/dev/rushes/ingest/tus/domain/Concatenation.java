package dev.rushes.ingest.tus.domain;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** {@code Upload-Concat}: how an upload belongs to others. */
public sealed interface Concatenation {
    /** Most uploads that are joined to one. */
    int MOST_PIECES = 1_000;

    /** Stands on its own. */
    record Whole() implements Concatenation {}

    /** A piece of one that is to come. */
    record Partial() implements Concatenation {}

    /** Made of others, in this order. */
    record Final(List<UUID> pieces) implements Concatenation {
        public Final {
            pieces = List.copyOf(pieces);
        }
    }

    /**
     * Reads the header. Addresses of pieces may be whole or relative; what counts is that they end in this installation's path of uploads and an
     * id: nothing of them is ever fetched.
     *
     * @param header value of {@code Upload-Concat}
     * @param path path of all uploads, without a slash at its end
     */
    static Reading<Concatenation> read(Optional<String> header, String path) {
        if (header.isEmpty()) {
            return new Reading.Good<>(new Whole());
        }
        String text = header.get();
        if (text.equals("partial")) {
            return new Reading.Good<>(new Partial());
        }
        if (!text.startsWith("final;")) {
            return Reading.malformed("Expected partial or final;… in Upload-Concat, but got something else.");
        }
        List<UUID> pieces = new ArrayList<>();
        for (String address : text.substring("final;".length()).strip().split(" +")) {
            Optional<UUID> id = id(address, path);
            if (id.isEmpty()) {
                return Reading.malformed(
                        "Expected addresses of uploads of this installation in Upload-Concat, but got something else.");
            }
            pieces.add(id.get());
        }
        return pieces.size() > MOST_PIECES
                ? Reading.malformed("Expected at most " + MOST_PIECES + " pieces in Upload-Concat, but got more.")
                : new Reading.Good<>(new Final(pieces));
    }

    private static Optional<UUID> id(String address, String path) {
        int end = address.lastIndexOf('/');
        boolean ours = end >= 0
                && address.substring(0, end).endsWith(path)
                && (address.startsWith("/") || address.startsWith("http://") || address.startsWith("https://"));
        return ours ? UploadId.read(address.substring(end + 1)) : Optional.empty();
    }
}
