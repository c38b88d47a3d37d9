package dev.rushes.analysis.silero;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.rushes.analysis.domain.sound.VoiceModel;
import dev.rushes.analysis.onnx.PackedModel;
import dev.rushes.analysis.onnx.PackedModel.Loaded;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.Map;
import java.util.Optional;

/**
 * Silero VAD, a recurrent network of 2.3 MB, one thread. It hears 32 ms at a time with the last 4 ms before them, and carries a state of 256 numbers from
 * frame to frame (snakers4/silero-vad, {@code OnnxWrapper}).
 */
public final class SileroVoices implements VoiceModel {
    static final PackedModel MODEL = new PackedModel(
            SileroVoices.class,
            "silero_vad.onnx",
            "1a153a22f4509e292a94e67d6f9b85e8deb25b4988682b7e174c65279d8788e3",
            "Silero's model",
            "rules tell speech instead");

    private static final int CONTEXT = 64;
    private static final long[] STATE = {2, 1, 128};
    private static final int STATE_LENGTH = 256;

    private final Loaded model;

    private SileroVoices(Loaded model) {
        this.model = model;
    }

    /** The model; empty, and a warning in the log, where this machine or this build has none. */
    public static Optional<VoiceModel> open() {
        return MODEL.open(SileroVoices::new);
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
                            model.environment(), FloatBuffer.wrap(input), new long[] {1, input.length});
                    OnnxTensor before = OnnxTensor.createTensor(model.environment(), FloatBuffer.wrap(state), STATE);
                    OnnxTensor rate = OnnxTensor.createTensor(
                            model.environment(), LongBuffer.wrap(new long[] {RATE}), new long[0]);
                    OrtSession.Result result =
                            model.session().run(Map.of("input", sound, "state", before, "sr", rate))) {
                ((OnnxTensor) result.get(1)).getFloatBuffer().get(state);
                return ((OnnxTensor) result.get(0)).getFloatBuffer().get(0);
            } catch (OrtException error) {
                throw new IllegalStateException(
                        "Expected Silero's model to hear " + FRAME + " samples, but: " + error.getMessage(), error);
            }
        }
    }
}
