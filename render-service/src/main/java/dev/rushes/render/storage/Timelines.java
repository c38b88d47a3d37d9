package dev.rushes.render.storage;

import dev.rushes.media.store.ObjectStore;
import dev.rushes.media.value.StoredObject;
import dev.rushes.render.domain.Cut;
import java.util.Optional;
import reactor.core.publisher.Mono;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Reads timelines. */
public final class Timelines {
    private static final int MOST_BYTES = 32 << 20;

    private final ObjectStore store;
    private final int mostClips;
    private final JsonMapper json = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .build();

    public Timelines(ObjectStore store, int mostClips) {
        this.store = store;
        this.mostClips = mostClips;
    }

    /**
     * The cut in a timeline.
     *
     * @return errors with {@link IllegalArgumentException} if the document does not say what its contract says
     */
    public Mono<Cut> read(StoredObject timeline) {
        return store.read(timeline, MOST_BYTES).map(this::parse);
    }

    private Cut parse(byte[] document) {
        try {
            return Optional.ofNullable(json.readValue(document, TimelineDocument.class))
                    .orElseThrow(() -> new IllegalArgumentException("Expected a timeline, but got null"))
                    .cut(mostClips);
        } catch (JacksonException | ArithmeticException problem) {
            throw new IllegalArgumentException(
                    "Expected a timeline as docs/formats.md describes it, but reading it failed: "
                            + problem.getClass().getSimpleName(),
                    problem);
        }
    }
}
