package dev.rushes.analysis.domain.picture;

import dev.rushes.analysis.domain.Observations.Faces;
import dev.rushes.analysis.domain.picture.FaceModel.Face;
import dev.rushes.media.value.MediaInfo.VideoInfo;
import dev.rushes.media.value.Rational;
import dev.rushes.media.value.Span;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Lets a model look for faces in a picture a second. What it sees holds until it looks again. */
public final class FaceDetector {
    /** Seconds from look to look. */
    static final Rational EVERY = Rational.of(1, 1);

    private final Span chunk;
    private final FaceModel model;
    private final UprightSquare square;
    private final List<Faces> found = new ArrayList<>();
    private Rational next;
    private @Nullable Faces open;

    /**
     * @param chunk where the chunk lies on the source's clock
     * @param video how its pictures lie
     */
    public FaceDetector(Span chunk, VideoInfo video, FaceModel model) {
        this.chunk = chunk;
        this.model = model;
        this.square = new UprightSquare(video);
        this.next = chunk.start();
    }

    String name() {
        return model.name();
    }

    void see(SmallPicture picture) {
        if (picture.at().isLessThan(next)) {
            return;
        }
        next = nextLook(picture.at());
        List<Face> faces = model.faces(square.of(picture));
        close(picture.at());
        if (!faces.isEmpty()) {
            Faces seen = faces(picture.at(), faces);
            open = open == null ? seen : open.and(seen);
        } else if (open != null) {
            found.add(open);
            open = null;
        }
    }

    /** The first after a time, however far that is from the last. */
    private Rational nextLook(Rational at) {
        Rational looks = at.minus(chunk.start()).dividedBy(EVERY);
        return chunk.start().plus(EVERY.times(Rational.of(Math.floorDiv(looks.value(), looks.scale()) + 1, 1)));
    }

    List<Faces> finish() {
        close(chunk.end());
        if (open != null) {
            found.add(open);
        }
        return List.copyOf(found);
    }

    /** What is seen holds up to here. */
    private void close(Rational at) {
        if (open != null) {
            open = open.until(Rational.max(open.span().start(), at));
        }
    }

    private Faces faces(Rational at, List<Face> faces) {
        double largest = faces.stream().mapToDouble(Face::area).max().orElse(0);
        double surest = faces.stream().mapToDouble(Face::score).max().orElse(0);
        return new Faces(new Span(at, at), faces.size(), Math.min(1, largest / square.covered()), surest, model.name());
    }
}
