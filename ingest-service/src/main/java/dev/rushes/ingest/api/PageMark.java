package dev.rushes.ingest.api;

import dev.rushes.ingest.ledger.Ledger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.UUID;
import org.springframework.http.HttpStatus;

/** Where a listing goes on, as an opaque word. */
final class PageMark {
    private PageMark() {}

    static String write(Ledger.Position position) {
        long micros = Math.addExact(
                Math.multiplyExact(position.created().getEpochSecond(), 1_000_000L),
                position.created().getNano() / 1000);
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString((micros + "/" + position.id()).getBytes(StandardCharsets.UTF_8));
    }

    static Ledger.Position read(String word) {
        try {
            String[] parts = new String(Base64.getUrlDecoder().decode(word), StandardCharsets.UTF_8).split("/", 2);
            long micros = Long.parseLong(parts[0]);
            Instant created =
                    Instant.ofEpochSecond(Math.floorDiv(micros, 1_000_000L), Math.floorMod(micros, 1_000_000L) * 1000);
            if (Math.abs(micros) > 4_000_000_000_000_000L) {
                throw new IllegalArgumentException("out of range");
            }
            return new Ledger.Position(created, UUID.fromString(parts[1]));
        } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException _) {
            throw ApiProblem.of(
                    HttpStatus.BAD_REQUEST,
                    "CURSOR_INVALID",
                    "Expected a cursor from an earlier page, but got something else.");
        }
    }
}
