package dev.rushes.benchmarks.quality;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * A reference set: footage, and what is true of it, as a JSON file ({@code analysis-quality/README.md} has the format). Times are seconds. What is null is
 * not judged; an empty list says that there is none.
 *
 * @param version 1
 * @param media path of the footage, from the reference's own folder; {@code ${media}} stands for the folder of shared clips
 * @param about where the truth comes from
 * @param cuts first pictures of new shots
 * @param transitions fade-out, fade-in, dissolve
 * @param silence stretches
 * @param speech stretches
 * @param faces stretches in which a face is seen
 * @param ignore stretches in which nothing is judged
 */
record Reference(
        int version,
        String media,
        String about,
        @Nullable List<Double> cuts,
        @Nullable List<Stretch> transitions,
        @Nullable List<Stretch> silence,
        @Nullable List<Stretch> speech,
        @Nullable List<Stretch> faces,
        @Nullable List<Stretch> ignore) {
    static final int VERSION = 1;

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    Reference {
        if (version != VERSION) {
            throw new IllegalArgumentException("Expected a reference of version " + VERSION + ", but got " + version);
        }
    }

    static Reference read(Path file) throws IOException {
        try {
            return JSON.readValue(file.toFile(), Reference.class);
        } catch (RuntimeException malformed) {
            throw new IOException(
                    "Expected a reference as analysis-quality/README.md has it in " + file + ", but: "
                            + malformed.getMessage(),
                    malformed);
        }
    }

    void write(Path file) {
        JSON.writerWithDefaultPrettyPrinter().writeValue(file.toFile(), this);
    }

    /** Where the footage is. */
    Path footage(Path reference, Path sharedMedia) {
        return media.startsWith("${media}/")
                ? sharedMedia.resolve(media.substring("${media}/".length()))
                : reference.resolveSibling(media);
    }

    boolean ignored(double time) {
        return ignore != null && ignore.stream().anyMatch(span -> span.start() <= time && time < span.end());
    }

    Optional<List<Double>> knownCuts() {
        return Optional.ofNullable(cuts);
    }

    Optional<List<Stretch>> knownTransitions() {
        return Optional.ofNullable(transitions);
    }

    Optional<List<Stretch>> knownSilence() {
        return Optional.ofNullable(silence);
    }

    Optional<List<Stretch>> knownFaces() {
        return Optional.ofNullable(faces);
    }

    /** Whether anything is known of the pictures. */
    boolean seen() {
        return cuts != null || transitions != null || faces != null;
    }

    Optional<List<Stretch>> knownSpeech() {
        return Optional.ofNullable(speech);
    }
}
