package dev.rushes.analysis.domain;

import dev.rushes.media.value.Rational;
import dev.rushes.media.value.Span;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Turns "from this moment it holds, from that moment it doesn't" into spans, and drops the short ones. A span that touches an edge of the
 * chunk may go on in the neighbour, so a lower limit holds for it.
 */
public final class SpanCollector {
    private final Span chunk;
    private final Rational shortest;
    private final Rational shortestAtEdge;
    private final List<Span> spans = new ArrayList<>();
    private @Nullable Rational open;

    /**
     * @param chunk all the time there is
     * @param shortest seconds that a span must last
     * @param shortestAtEdge seconds that a span must last which touches the start or the end of the chunk
     */
    public SpanCollector(Span chunk, Rational shortest, Rational shortestAtEdge) {
        this.chunk = chunk;
        this.shortest = shortest;
        this.shortestAtEdge = shortestAtEdge;
    }

    /** From this moment on, it holds or doesn't. Moments never go backwards. */
    public void at(Rational moment, boolean holds) {
        if (holds && open == null) {
            open = moment;
        } else if (!holds && open != null) {
            close(open, moment);
        }
    }

    /** The spans; one that still holds ends with the chunk. */
    public List<Span> finish() {
        if (open != null) {
            close(open, chunk.end());
        }
        return List.copyOf(spans);
    }

    private void close(Rational start, Rational end) {
        open = null;
        if (!start.isLessThan(end)) {
            return;
        }
        Span span = new Span(start, end);
        boolean atEdge = start.compareTo(chunk.start()) <= 0 || end.compareTo(chunk.end()) >= 0;
        if (!span.duration().isLessThan(atEdge ? shortestAtEdge : shortest)) {
            spans.add(span);
        }
    }
}
