package dev.rushes.analysis.domain;

import dev.rushes.analysis.domain.Finding.Kind;
import dev.rushes.media.value.Rational;
import dev.rushes.media.value.Span;
import java.util.List;
import java.util.Optional;

/** What was seen or heard in one chunk. */
public sealed interface Observations {

    /**
     * What was seen.
     *
     * @param shots boundaries inside the chunk, in order; a cut at its very first picture can not be seen from one chunk
     * @param findings stretches, each kind in order of time
     * @param faces stretches in which faces were seen, in order of time
     * @param motion mean change of brightness between pictures, 0..1; cuts do not count
     * @param sharpness how much fine detail the pictures have, 0..1
     * @param brightness mean brightness, 0..1
     * @param edges what a neighbour needs in order to see a cut exactly between two chunks; empty if the analyzer can't tell
     */
    record Seen(
            List<Shot> shots,
            List<Finding> findings,
            List<Faces> faces,
            Series motion,
            Series sharpness,
            Series brightness,
            Optional<Edges> edges)
            implements Observations {
        public Seen {
            shots = List.copyOf(shots);
            findings = List.copyOf(findings);
            faces = List.copyOf(faces);
        }

        /** Spans of (nearly) black pictures. */
        public List<Span> black() {
            return spans(findings, Kind.BLACK);
        }

        /** Spans in which the picture does not move. */
        public List<Span> frozen() {
            return spans(findings, Kind.FROZEN);
        }
    }

    /**
     * What was heard.
     *
     * @param findings stretches, each kind in order of time
     * @param loudness momentary loudness in LUFS; −70 is silence
     * @param integratedLoudness EBU R128 in LUFS; empty if everything is below the gate
     */
    record Heard(List<Finding> findings, Series loudness, Optional<Double> integratedLoudness) implements Observations {
        public Heard {
            findings = List.copyOf(findings);
        }

        /** Spans below −50 dBFS. */
        public List<Span> silence() {
            return spans(findings, Kind.SILENCE);
        }

        /** What sounds like speech. */
        public List<Finding> speech() {
            return ofKind(Kind.SPEECH);
        }
    }

    /** All stretches of which something is said. */
    List<Finding> findings();

    /** Those of which this is said, in order of time. */
    default List<Finding> ofKind(Kind kind) {
        return findings().stream().filter(finding -> finding.kind() == kind).toList();
    }

    /** Why a new shot begins. */
    enum Boundary {
        /** From one picture to the next. */
        CUT,
        /** Out of black, or out of another colour. */
        FADE,
        /** The last shot turns into it. */
        DISSOLVE
    }

    /**
     * A shot boundary.
     *
     * @param at time of the first picture of the new shot; of a dissolve, its middle
     * @param score how sure it is, 0..1
     * @param boundary how the new shot begins
     * @param by analyzer and version, such as "cuts/1"
     */
    record Shot(Rational at, double score, Boundary boundary, String by) {}

    /**
     * Faces that were seen.
     *
     * @param span from the first look that showed one until the first that showed none
     * @param most most of them in one picture
     * @param largest part of the picture that the largest one's box covers, 0..1
     * @param score how sure the surest look is, 0..1
     * @param by analyzer and version, such as "faces-blaze/1"
     */
    record Faces(Span span, int most, double largest, double score, String by) {

        /** With what a later look shows. */
        public Faces and(Faces later) {
            return new Faces(
                    new Span(span.start(), later.span().end()),
                    Math.max(most, later.most()),
                    Math.max(largest, later.largest()),
                    Math.max(score, later.score()),
                    by);
        }

        public Faces until(Rational end) {
            return new Faces(new Span(span.start(), end), most, largest, score, by);
        }
    }

    /** The pictures at both ends of a chunk. */
    record Edges(Edge first, Edge last) {}

    /**
     * A picture at the end of a chunk.
     *
     * @param at its time
     * @param cells its colours in a coarse grid
     * @param change the largest change among the pictures around it, on the same measure as the difference of cells
     */
    record Edge(Rational at, Cells cells, double change) {}

    private static List<Span> spans(List<Finding> findings, Kind kind) {
        return findings.stream()
                .filter(finding -> finding.kind() == kind)
                .map(Finding::span)
                .toList();
    }
}
