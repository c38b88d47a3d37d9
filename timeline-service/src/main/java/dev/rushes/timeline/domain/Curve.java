package dev.rushes.timeline.domain;

import dev.rushes.media.value.Span;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;

/** A measurement over the whole footage, put together from the chunks' series. For scores only, hence in doubles; cuts are exact. */
public final class Curve {
    public static final Curve UNKNOWN = new Curve(List.of());

    private final double[] starts;
    private final double[] ends;
    private final double[] values;
    private final double[] ranked;

    /** A stretch of time with one value; seconds. */
    private record Cell(double start, double end, double value) {}

    /**
     * One chunk's part.
     *
     * @param chunk limits of the chunk: what its series says beyond them is its neighbour's to say
     */
    public record Part(Span chunk, Series series) {}

    private Curve(List<Cell> cells) {
        starts = cells.stream().mapToDouble(Cell::start).toArray();
        ends = cells.stream().mapToDouble(Cell::end).toArray();
        values = cells.stream().mapToDouble(Cell::value).toArray();
        ranked = values.clone();
        Arrays.sort(ranked);
    }

    public static Curve of(List<Part> parts) {
        List<Cell> cells = new ArrayList<>();
        parts.stream()
                .sorted(Comparator.comparing(part -> part.chunk().start()))
                .forEach(part -> addCells(cells, part));
        return new Curve(cells);
    }

    private static void addCells(List<Cell> cells, Part part) {
        double limit = part.chunk().end().toDouble();
        double floor = part.chunk().start().toDouble();
        double begin = part.series().start().toDouble();
        double step = part.series().step().toDouble();
        for (int i = 0; i < part.series().values().size(); i++) {
            double start = Math.max(floor, begin + i * step);
            double end = Math.min(limit, begin + (i + 1) * step);
            if (start < end) {
                cells.add(new Cell(start, end, part.series().values().get(i)));
            }
        }
    }

    public boolean known() {
        return values.length > 0;
    }

    /**
     * Mean over a stretch, each value weighted with its share.
     *
     * @return empty if nothing was measured there
     */
    public OptionalDouble mean(double from, double to) {
        double area = 0;
        double width = 0;
        for (int i = firstEndingAfter(from); i < values.length && starts[i] < to; i++) {
            double share = Math.min(to, ends[i]) - Math.max(from, starts[i]);
            if (share > 0) {
                area += share * values[i];
                width += share;
            }
        }
        return width > 0 ? OptionalDouble.of(area / width) : OptionalDouble.empty();
    }

    /** Where a value stands among all that were measured: 0 for the least, 1 for the most, 0.5 if all are alike. */
    public double rank(double value) {
        if (ranked.length == 0) {
            return 0.5;
        }
        int below = lowest(ranked, value, false);
        int notAbove = lowest(ranked, value, true);
        return (below + notAbove) / (2.0 * ranked.length);
    }

    private int firstEndingAfter(double time) {
        return lowest(ends, time, true);
    }

    /** Index of the first element that is not less than (or, if {@code beyond}, more than) the value. */
    private static int lowest(double[] sorted, double value, boolean beyond) {
        int low = 0;
        int high = sorted.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            boolean before = beyond ? sorted[middle] <= value : sorted[middle] < value;
            if (before) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
