package dev.rushes.analysis.onnx;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A model that the build packs beside a class.
 *
 * @param beside the class
 * @param file name of the file beside it
 * @param sha256 digest of the only bytes that are loaded
 * @param what what it is, for people
 * @param otherwise what happens without it, for people
 */
public record PackedModel(Class<?> beside, String file, String sha256, String what, String otherwise) {
    private static final Logger LOG = LoggerFactory.getLogger(PackedModel.class);

    /** A model in the memory of ONNX Runtime. It uses the thread that asks, and is safe for many. */
    public record Loaded(OrtEnvironment environment, OrtSession session) {}

    /** The model; empty, and a warning in the log, where this machine or this build has none. */
    public <T> Optional<T> open(Function<Loaded, T> use) {
        try {
            Optional<byte[]> model = bytes();
            if (model.isEmpty()) {
                LOG.warn("Expected {} in this build, but it was packed without; {}", what, otherwise);
                return Optional.empty();
            }
            return Optional.of(use.apply(load(model.get())));
        } catch (OrtException | IOException | LinkageError | RuntimeException error) {
            LOG.warn("Expected ONNX Runtime to load {} on this machine, but it does not; {}", what, otherwise, error);
            return Optional.empty();
        }
    }

    /** Whether this build has it. */
    public boolean isPacked() throws IOException {
        return bytes().isPresent();
    }

    private Optional<byte[]> bytes() throws IOException {
        try (InputStream stream = beside.getResourceAsStream(file)) {
            return stream == null ? Optional.empty() : Optional.of(stream.readAllBytes());
        }
    }

    private Loaded load(byte[] model) throws OrtException, IOException {
        String digest = sha256(model);
        if (!digest.equals(sha256)) {
            throw new IOException("Expected a model with the SHA-256 " + sha256 + ", but got " + digest);
        }
        OrtEnvironment environment = OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR, "rushes");
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(1);
            options.setInterOpNumThreads(1);
            options.addConfigEntry("session.intra_op.allow_spinning", "0");
            return new Loaded(environment, environment.createSession(model, options));
        }
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Expected every Java to know SHA-256", impossible);
        }
    }
}
