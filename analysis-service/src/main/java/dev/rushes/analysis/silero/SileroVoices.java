package dev.rushes.analysis.silero;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import dev.rushes.analysis.domain.sound.VoiceModel;
import java.io.IOException;
import java.io.InputStream;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Silero VAD, a recurrent network of 2.3 MB, one thread. It hears 32 ms at a time with the last 4 ms before them, and carries a state of 256 numbers from
 * frame to frame (snakers4/silero-vad, {@code OnnxWrapper}).
 */
public final class SileroVoices implements VoiceModel {
    private static final Logger LOG = LoggerFactory.getLogger(SileroVoices.class);

    /** The only bytes that are loaded. */
    static final String SHA256 = "1a153a22f4509e292a94e67d6f9b85e8deb25b4988682b7e174c65279d8788e3";

    private static final String FILE = "silero_vad.onnx";
    private static final int CONTEXT = 64;
    private static final long[] STATE = {2, 1, 128};
    private static final int STATE_LENGTH = 256;

    private final OrtEnvironment environment;
    private final OrtSession session;

    private SileroVoices(OrtEnvironment environment, OrtSession session) {
        this.environment = environment;
        this.session = session;
    }

    /** The model; empty, and a warning in the log, where this machine or this build has none. */
    public static Optional<VoiceModel> open() {
        try {
            Optional<byte[]> model = packed();
            if (model.isEmpty()) {
                LOG.warn("Expected Silero's model in this build, but it was packed without; rules tell speech instead");
            }
            return model.isPresent() ? Optional.of(load(model.get())) : Optional.empty();
        } catch (OrtException | IOException | LinkageError | RuntimeException error) {
            LOG.warn(
                    "Expected ONNX Runtime to load Silero's model on this machine, but it does not; rules tell speech instead",
                    error);
            return Optional.empty();
        }
    }

    /** Whether this build has the model. */
    static boolean isPacked() throws IOException {
        return packed().isPresent();
    }

    private static Optional<byte[]> packed() throws IOException {
        try (InputStream stream = SileroVoices.class.getResourceAsStream(FILE)) {
            return stream == null ? Optional.empty() : Optional.of(stream.readAllBytes());
        }
    }

    private static VoiceModel load(byte[] model) throws OrtException, IOException {
        String digest = sha256(model);
        if (!digest.equals(SHA256)) {
            throw new IOException("Expected a model with the SHA-256 " + SHA256 + ", but got " + digest);
        }
        OrtEnvironment environment = OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR, "rushes");
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(1);
            options.setInterOpNumThreads(1);
            options.addConfigEntry("session.intra_op.allow_spinning", "0");
            return new SileroVoices(environment, environment.createSession(model, options));
        }
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Expected every Java to know SHA-256", impossible);
        }
    }

    @Override
    public String name() {
        return "speech-silero/6";
    }

    @Override
    public Listening begin() {
        return new Track();
    }

    private final class Track implements Listening {
        private final float[] input = new float[CONTEXT + FRAME];
        private final float[] state = new float[STATE_LENGTH];

        @Override
        public double voice(float[] frame) {
            System.arraycopy(input, FRAME, input, 0, CONTEXT);
            System.arraycopy(frame, 0, input, CONTEXT, FRAME);
            try (OnnxTensor sound = OnnxTensor.createTensor(
                            environment, FloatBuffer.wrap(input), new long[] {1, input.length});
                    OnnxTensor before = OnnxTensor.createTensor(environment, FloatBuffer.wrap(state), STATE);
                    OnnxTensor rate =
                            OnnxTensor.createTensor(environment, LongBuffer.wrap(new long[] {RATE}), new long[0]);
                    OrtSession.Result result = session.run(Map.of("input", sound, "state", before, "sr", rate))) {
                ((OnnxTensor) result.get(1)).getFloatBuffer().get(state);
                return ((OnnxTensor) result.get(0)).getFloatBuffer().get(0);
            } catch (OrtException error) {
                throw new IllegalStateException(
                        "Expected Silero's model to hear " + FRAME + " samples, but: " + error.getMessage(), error);
            }
        }
    }
}
