package dev.rushes.analysis.domain;

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
     * @param black spans of (nearly) black pictures
     * @param frozen spans in which the picture does not move
     * @param motion mean change of brightness between pictures, 0..1; cuts do not count
     * @param sharpness how much fine detail the pictures have, 0..1
     * @param edges what a neighbour needs in order to see a cut exactly between two chunks; empty if the analyzer can't tell
     */
    record Seen(
            List<Shot> shots,
            List<Span> black,
            List<Span> frozen,
            Series motion,
            Series sharpness,
            Optional<Edges> edges)
            implements Observations {
        public Seen {
            shots = List.copyOf(shots);
            black = List.copyOf(black);
            frozen = List.copyOf(frozen);
        }
    }

    /**
     * What was heard.
     *
     * @param silence spans below −50 dBFS
     * @param speech spans that sound like speech
     * @param loudness momentary loudness in LUFS; −70 is silence
     * @param integratedLoudness EBU R128 in LUFS; empty if everything is below the gate
     */
    record Heard(List<Span> silence, List<Speech> speech, Series loudness, Optional<Double> integratedLoudness)
            implements Observations {
        public Heard {
            silence = List.copyOf(silence);
            speech = List.copyOf(speech);
        }
    }

    /** Why a new shot begins. */
    enum Boundary {
        /** From one picture to the next. */
        CUT,
        /** Out of black. */
        FADE
    }

    /**
     * A shot boundary.
     *
     * @param at time of the first picture of the new shot
     * @param score how sure it is, 0..1
     * @param boundary how the new shot begins
     */
    record Shot(Rational at, double score, Boundary boundary) {}

    /** A stretch that sounds like speech, with how much it does, 0..1. */
    record Speech(Span span, double score) {}

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
}
