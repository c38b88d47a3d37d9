package dev.rushes.media.store.s3;

import dev.rushes.media.value.StoredObject;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import reactor.core.publisher.Mono;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;

/**
 * Where the digest of an object stands. S3 takes metadata only when an upload begins, and the digest of a stream is known when it has ended:
 * so such a digest is written afterwards, into a small object of its own that names the ETag of the bytes it belongs to. One that is missing or
 * names other bytes is made anew, by reading them.
 *
 * <pre>
 *   tenants/acme/…/source/original           the bytes
 *   .seals/tenants/acme/…/source/original    "rushes-seal 1", their digest, size and ETag
 * </pre>
 */
final class Seal {
    /** Metadata: the digest of the bytes. */
    static final String DIGEST = "rushes-sha256";

    /** Metadata: says which upload an object came from. */
    static final String MARK = "rushes-upload";

    private static final Pattern TEXT =
            Pattern.compile("rushes-seal 1\nsha256=([0-9a-f]{64})\nsize=(\\d{1,18})\netag=([^\n]*)\n");
    private static final int LONGEST = 1024;

    private Seal() {}

    static String key(String key) {
        return ".seals/" + key;
    }

    /** The digest that the object itself names. */
    static Optional<String> digest(HeadObjectResponse found) {
        return Optional.ofNullable(found.metadata().get(DIGEST)).filter(text -> text.matches("[0-9a-f]{64}"));
    }

    static Mono<Void> write(Bucket bucket, StoredObject object, String eTag) {
        String text = "rushes-seal 1\nsha256=" + object.sha256() + "\nsize=" + object.size() + "\netag=" + eTag + "\n";
        Piece piece = Piece.of(1, ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)), true);
        return bucket.put(key(object.key()), piece, "text/plain", Map.of());
    }

    /** The digest that a seal names for these very bytes; empty if there is none. */
    static Mono<String> read(Bucket bucket, String key, HeadObjectResponse found) {
        return bucket.get(key(key), Optional.of("bytes=0-" + (LONGEST - 1)), Optional.empty())
                .map(answer -> answer.asString(StandardCharsets.UTF_8))
                .flatMap(text -> Mono.justOrEmpty(parse(text, found)))
                .onErrorResume(S3Errors::isMissing, _ -> Mono.empty());
    }

    private static Optional<String> parse(String text, HeadObjectResponse found) {
        Matcher seal = TEXT.matcher(text);
        boolean belongs = seal.matches()
                && Long.parseLong(seal.group(2)) == found.contentLength()
                && seal.group(3).equals(found.eTag());
        return belongs ? Optional.of(seal.group(1)) : Optional.empty();
    }
}
