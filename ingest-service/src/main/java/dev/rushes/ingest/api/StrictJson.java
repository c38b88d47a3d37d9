package dev.rushes.ingest.api;

import org.jspecify.annotations.Nullable;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpStatus;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.util.unit.DataSize;
import reactor.core.publisher.Mono;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Reads the JSON documents that callers send: small, flat, whole, and without doubled fields. */
final class StrictJson {
    private static final JsonMapper STRICT = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(20)
                            .maxNumberLength(100)
                            .maxStringLength(20_000)
                            .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private StrictJson() {}

    /** The whole body of a request, as far as the limit allows. */
    static Mono<byte[]> bytes(ServerHttpRequest request, DataSize most) {
        return DataBufferUtils.join(request.getBody(), (int) most.toBytes())
                .map(buffer -> {
                    byte[] bytes = new byte[buffer.readableByteCount()];
                    buffer.read(bytes);
                    DataBufferUtils.release(buffer);
                    return bytes;
                })
                .defaultIfEmpty(new byte[0]);
    }

    /**
     * The object that a body holds.
     *
     * @param example what would have been right, for the error
     * @throws ApiProblem if it holds none
     */
    static ObjectNode object(byte[] body, String example) {
        try {
            JsonNode node = STRICT.readTree(body);
            if (node instanceof ObjectNode object) {
                return object;
            }
        } catch (JacksonException e) {
            throw ApiProblem.of(
                    HttpStatus.BAD_REQUEST,
                    "JSON_MALFORMED",
                    "Expected a JSON document, but it breaks off or is malformed" + place(e.getLocation()) + ".");
        }
        throw ApiProblem.of(
                HttpStatus.BAD_REQUEST,
                "JSON_MALFORMED",
                "Expected a JSON object, such as " + example + ", but got something else.");
    }

    /** Errors about limits have no place. */
    private static String place(@Nullable TokenStreamLocation location) {
        return location == null ? "" : " at line " + location.getLineNr() + ", column " + location.getColumnNr();
    }
}
