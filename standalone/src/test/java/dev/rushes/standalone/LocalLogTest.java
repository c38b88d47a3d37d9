package dev.rushes.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.rushes.analysis.domain.Finding;
import dev.rushes.analysis.domain.Finding.Kind;
import dev.rushes.analysis.domain.Observations.Boundary;
import dev.rushes.analysis.domain.Observations.Heard;
import dev.rushes.analysis.domain.Observations.Seen;
import dev.rushes.analysis.domain.Observations.Shot;
import dev.rushes.analysis.domain.Series;
import dev.rushes.gemini.fake.answer.Logged;
import dev.rushes.gemini.fake.answer.Logged.Segment;
import dev.rushes.media.value.Rational;
import dev.rushes.media.value.Span;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LocalLogTest {

    @Test
    void shotsBeginWhereTheAnalyzersSawThemAndTheLiveliestIsWorthMost() {
        Seen seen = new Seen(
                List.of(new Shot(Rational.of(41, 10), 0.9, Boundary.CUT, "cuts/1")),
                List.of(finding(8, 12, Kind.BLACK)),
                List.of(),
                new Series(Rational.ZERO, Rational.of(1, 2), steps(8, 0.01, 16, 0.1)),
                flat(0.1),
                flat(0.5),
                Optional.empty());

        Logged logged = LocalLog.of(seen, 8.4);

        assertThat(logged.segments())
                .extracting(Segment::start, Segment::end, Segment::label, Segment::highlight)
                .containsExactly(tuple(0L, 4L, "A calm shot", 10), tuple(4L, 8L, "A lively shot", 100));
        assertThat(LocalLog.of(seen, 12).segments().getLast().label()).isEqualTo("Black");
    }

    @Test
    void soundIsToldSecondBySecondWithoutHolesOrOverlaps() {
        Heard heard = new Heard(
                List.of(finding(0, 2, Kind.SILENCE), finding(2, 5, Kind.SPEECH)), flat(-23), Optional.of(-23.0));

        List<Segment> segments = LocalLog.of(heard, 7.9).segments();

        assertThat(segments)
                .extracting(Segment::start, Segment::end, Segment::kind)
                .containsExactly(tuple(0L, 2L, "silence"), tuple(2L, 5L, "speech"), tuple(5L, 7L, "other"));
        assertThat(segments.get(1).transcript()).isNotEmpty();
    }

    @Test
    void oneSecondIsNotSeconds() {
        Heard heard = new Heard(List.of(finding(0, 1, Kind.SPEECH)), flat(-23), Optional.empty());

        Logged logged = LocalLog.of(heard, 1.2);

        assertThat(logged.summary()).isEqualTo("1 sound in 1 second.");
        assertThat(logged.segments())
                .singleElement()
                .extracting(Segment::description)
                .isEqualTo("A voice for 1 second.");
    }

    private static Finding finding(int start, int end, Kind kind) {
        return Finding.measured(new Span(Rational.of(start, 1), Rational.of(end, 1)), kind, "made-up/1");
    }

    private static Series flat(double value) {
        return new Series(Rational.ZERO, Rational.of(1, 2), Collections.nCopies(24, value));
    }

    private static List<Double> steps(int first, double before, int second, double after) {
        List<Double> values = new ArrayList<>(Collections.nCopies(first, before));
        values.addAll(Collections.nCopies(second, after));
        return values;
    }
}
