package dev.rushes.timeline.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.rushes.media.value.Rational;
import dev.rushes.media.value.Span;
import dev.rushes.timeline.domain.Moment;
import dev.rushes.timeline.domain.Moment.Words;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CueFilesTest {

    @Test
    void webVttHasAHeaderHoursAndPoints() {
        assertThat(vtt(new Cue(Rational.of(3661, 1), Rational.of(7323, 2), List.of("Ask not", "what"))))
                .isEqualTo("WEBVTT\n\n01:01:01.000 --> 01:01:01.500\nAsk not\nwhat\n");
    }

    @Test
    void subRipCountsItsCuesAndHasCommas() {
        assertThat(new String(
                        CueFiles.subRip(List.of(
                                new Cue(Rational.ZERO, Rational.of(1, 1), List.of("a")),
                                new Cue(Rational.of(1, 1), Rational.of(2, 1), List.of("b")))),
                        StandardCharsets.UTF_8))
                .isEqualTo("1\n00:00:00,000 --> 00:00:01,000\na\n\n2\n00:00:01,000 --> 00:00:02,000\nb\n");
    }

    @Test
    void whatAModelSaysCanNeitherEndACueNorBeginAnother() {
        String nasty = "a\n\n00:00:01.000 --> 00:00:09.000\n<script>&";

        assertThat(vtt(new Cue(Rational.ZERO, Rational.of(1, 1), List.of(nasty))))
                .isEqualTo(
                        "WEBVTT\n\n00:00:00.000 --> 00:00:01.000\na 00:00:01.000 --&gt; 00:00:09.000 &lt;script&gt;&amp;\n");
    }

    @Test
    void aFileWithoutCuesIsAFile() {
        assertThat(new String(CueFiles.webVtt(List.of()), StandardCharsets.UTF_8))
                .isEqualTo("WEBVTT\n");
        assertThat(CueFiles.subRip(List.of())).isEmpty();
    }

    @Test
    void captionsKeepEveryWordInOrderInLinesThatCanBeRead() {
        for (long seed = 1; seed <= 200; seed++) {
            Random random = new Random(seed);
            List<String> words = random.ints(1 + random.nextInt(120), 1, 12)
                    .mapToObj("w"::repeat)
                    .toList();
            Moment moment = said(5, 65, String.join("  ", words));

            List<Cue> cues = Captions.of(List.of(moment), List.of());

            assertThat(cues.stream()
                            .flatMap(cue -> cue.lines().stream())
                            .flatMap(line -> Arrays.stream(line.split(" ", -1))))
                    .as("seed %d", seed)
                    .containsExactlyElementsOf(words);
            Rational end = moment.span().start();
            for (Cue cue : cues) {
                assertThat(cue.start()).as("seed %d", seed).isEqualTo(end);
                assertThat(cue.lines()).hasSizeLessThanOrEqualTo(Captions.LINES);
                assertThat(cue.lines())
                        .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(Captions.LINE));
                end = cue.end();
            }
            assertThat(end).isEqualTo(moment.span().end());
        }
    }

    @Test
    void wordsOnBothSidesOfABorderAreShownOnTheirSide() {
        Moment moment = new Moment(
                span(4, 13),
                "speech",
                "",
                "",
                List.of(new Words(span(4, 10), "What"), new Words(span(10, 13), "a shot by the captain!")),
                List.of(),
                0,
                1,
                "model");

        assertThat(Captions.of(List.of(moment), List.of()))
                .containsExactly(
                        new Cue(Rational.of(4, 1), Rational.of(10, 1), List.of("What")),
                        new Cue(Rational.of(10, 1), Rational.of(13, 1), List.of("a shot by the captain!")));
    }

    @Test
    void captionsStandWhereSomebodyIsHeardToSpeakUnlessThatIsTooShortForTheWords() {
        Moment moment = said(0, 60, ("w".repeat(Captions.LINE) + " ").repeat(4));

        assertThat(Captions.of(List.of(moment), List.of(span(10, 20), span(40, 50))))
                .extracting(Cue::start, Cue::end)
                .containsExactly(
                        tuple(Rational.of(10, 1), Rational.of(20, 1)), tuple(Rational.of(40, 1), Rational.of(50, 1)));
        assertThat(Captions.of(List.of(moment), List.of(span(10, 13), span(70, 90))))
                .extracting(Cue::start, Cue::end)
                .containsExactly(
                        tuple(Rational.ZERO, Rational.of(30, 1)), tuple(Rational.of(30, 1), Rational.of(60, 1)));
    }

    @Test
    void captionsOfTwoWhoSpeakAtOnceComeInOrderOfTime() {
        Moment first = said(0, 60, ("w".repeat(Captions.LINE) + " ").repeat(4));

        assertThat(Captions.of(List.of(first, said(10, 20, "No!")), List.of()))
                .extracting(Cue::start)
                .isSorted();
    }

    private static Moment said(int start, int end, String words) {
        return new Moment(span(start, end), "speech", "", "", words, List.of(), 0, 1, "model");
    }

    private static Span span(int start, int end) {
        return new Span(Rational.of(start, 1), Rational.of(end, 1));
    }

    private static String vtt(Cue... cues) {
        return new String(CueFiles.webVtt(List.of(cues)), StandardCharsets.UTF_8);
    }
}
