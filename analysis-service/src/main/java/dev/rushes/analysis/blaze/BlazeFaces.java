package dev.rushes.analysis.blaze;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.rushes.analysis.domain.picture.FaceModel;
import dev.rushes.analysis.onnx.PackedModel;
import dev.rushes.analysis.onnx.PackedModel.Loaded;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * BlazeFace for cameras on the back of a phone (Bazarevsky and others, 2019; MediaPipe), a network of 0.6 MB, one thread. It finds faces from about a twentieth of the
 * picture's side on.
 */
public final class BlazeFaces implements FaceModel {
    static final PackedModel MODEL = new PackedModel(
            BlazeFaces.class,
            "blazeface.onnx",
            "427cbbe0fc41448d09e1dc9cfabe2423d997cf2faaeab91fadd09a510b63b8e2",
            "BlazeFace's model",
            "no faces are found");

    private static final String INPUT = "input:0";
    private static final long[] SHAPE = {1, SIDE, SIDE, 3};

    /** For each grid: the names of what the network says of scores and boxes. */
    private static final List<Layer> LAYERS = List.of(
            new Layer(new Grid(16, 2), "Identity:0", "Identity_2:0"),
            new Layer(new Grid(8, 6), "Identity_1:0", "Identity_3:0"));

    private record Layer(Grid grid, String scores, String boxes) {}

    private final Loaded model;

    private BlazeFaces(Loaded model) {
        this.model = model;
    }

    /** The model; empty, and a warning in the log, where this machine or this build has none. */
    public static Optional<FaceModel> open() {
        return MODEL.open(BlazeFaces::new);
    }

    @Override
    public String name() {
        return "faces-blaze/1";
    }

    @Override
    public List<Face> faces(float[] square) {
        try (OnnxTensor picture = OnnxTensor.createTensor(model.environment(), FloatBuffer.wrap(square), SHAPE);
                OrtSession.Result result = model.session().run(Map.of(INPUT, picture))) {
            List<Face> likely = new ArrayList<>();
            for (Layer layer : LAYERS) {
                likely.addAll(layer.grid().likely(numbers(result, layer.scores()), numbers(result, layer.boxes())));
            }
            return Overlaps.joined(likely);
        } catch (OrtException error) {
            throw new IllegalStateException(
                    "Expected BlazeFace to look at a picture, but: " + error.getMessage(), error);
        }
    }

    private static FloatBuffer numbers(OrtSession.Result result, String name) {
        return ((OnnxTensor) result.get(name).orElseThrow()).getFloatBuffer();
    }
}
