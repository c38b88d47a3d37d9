package dev.rushes.render.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rushes.media.value.Rational;
import dev.rushes.media.value.Span;
import dev.rushes.render.domain.FilmFormat;
import dev.rushes.render.domain.FrameSize;
import dev.rushes.render.domain.Picture;
import dev.rushes.render.domain.RenderPlan;
import dev.rushes.render.domain.Segment;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class JoinCommandTest {

    @Test
    void durationsInMicrosecondsDoNotAddUpToADrift() {
        // given a thousand segments of one picture at 30000/1001, which no whole number of microseconds measures
        Rational rate = Rational.of(30000, 1001);
        List<Segment> segments = new ArrayList<>();
        for (int index = 0; index < 1000; index++) {
            segments.add(new Segment(index, new Span(Rational.ZERO, Rational.of(1, 30)), index, 1, 1601));
        }
        RenderPlan plan = new RenderPlan(
                FilmFormat.MP4, segments, new FrameSize(2, 2), rate, new Picture.Footage(0), Optional.empty(), "mp4");

        // when
        String list = JoinCommand.pictureList(plan);

        // then
        assertThat(list).startsWith("ffconcat version 1.0\nfile segment-00000.mp4\nduration 33367us\n");
        long total = list.lines()
                .filter(line -> line.startsWith("duration "))
                .mapToLong(line -> Long.parseLong(line.substring(9, line.length() - 2)))
                .sum();
        assertThat(total).isEqualTo(33_366_667);
    }
}
