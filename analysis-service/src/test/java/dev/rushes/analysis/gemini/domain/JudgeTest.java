package dev.rushes.analysis.gemini.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rushes.analysis.gemini.domain.Draft.Moment;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class JudgeTest {
    private static final Piece PIECE = new Piece(0, 12_000, 0);
    private static final TokenUsage USAGE = new TokenUsage(2000, 0, 0, OptionalLong.of(840), 300, 0);

    @Test
    void aWholeAnswerIsSound() {
        assertThat(judge(answer(segment("00:00", "00:05") + "," + segment("00:05", "00:12"))))
                .isInstanceOfSatisfying(Judgement.Sound.class, sound -> assertThat(
                                sound.draft().segments().stream().map(Moment::endMillis))
                        .containsExactly(5000L, 12_000L));
    }

    @Test
    void whyItEndedIsLookedAtBeforeItsJson() {
        String text = answer(segment("00:00", "00:12"));

        assertThat(Judge.judge(response(Optional.of(text), "SAFETY"), PIECE, true))
                .isInstanceOf(Judgement.Blocked.class);
        assertThat(Judge.judge(response(Optional.of(text), "MAX_TOKENS"), PIECE, true))
                .isInstanceOf(Judgement.CutOff.class);
        assertThat(Judge.judge(response(Optional.empty(), "MAX_TOKENS"), PIECE, true))
                .isInstanceOf(Judgement.Starved.class);
        assertThat(Judge.judge(response(Optional.of(text), "OTHER"), PIECE, true))
                .isInstanceOf(Judgement.Flawed.class);
    }

    @Test
    void aTimeJustPastTheEndIsClampedAndOneFarBehindItDropped() {
        assertThat(judge(answer(segment("00:00", "00:13")))).isInstanceOfSatisfying(Judgement.Sound.class, sound -> {
            assertThat(sound.draft().segments().getFirst().endMillis()).isEqualTo(12_000);
            assertThat(sound.draft().flags()).containsExactly("time a little past the end");
        });
        assertThat(judge(answer(segment("00:00", "00:12") + "," + segment("00:12", "00:20"))))
                .isInstanceOfSatisfying(
                        Judgement.Flawed.class,
                        flawed -> assertThat(flawed.draft().segments()).hasSize(1));
    }

    @Test
    void noLetterIsCutInTwo() {
        String label = "a".repeat(79) + "\uD83D\uDE00 and more";
        String text =
                answer(segment("00:00", "00:12")).replaceFirst("\"label\":\"[^\"]*\"", "\"label\":\"" + label + "\"");

        assertThat(judge(text)).isInstanceOfSatisfying(Judgement.Sound.class, sound -> assertThat(
                        sound.draft().segments().getFirst().label())
                .isEqualTo("a".repeat(79)));
        assertThat(judge(text.replace("\uDE00", ""))).isInstanceOfSatisfying(Judgement.Sound.class, sound -> assertThat(
                        sound.draft().segments().getFirst().label())
                .isEqualTo("a".repeat(79) + " "));
    }

    @Test
    void anAnswerAboutTheFirstHalfOnlyIsFlawed() {
        String half = answer(segment("00:00", "00:05")).replace("00:11", "00:05");

        assertThat(judge(half)).isInstanceOfSatisfying(Judgement.Flawed.class, flawed -> assertThat(flawed.why())
                .contains("four fifths"));
    }

    @Test
    void picturesThatNobodyLookedAtMakeAnAnswerUseless() {
        TokenUsage blind = new TokenUsage(900, 0, 0, OptionalLong.of(0), 300, 0);
        Response response = new Response(
                Optional.of(answer(segment("00:00", "00:12"))),
                Optional.of("STOP"),
                Optional.empty(),
                Optional.of(blind),
                "m",
                "r",
                false);

        assertThat(Judge.judge(response, PIECE, true)).isInstanceOf(Judgement.Useless.class);
        assertThat(Judge.judge(response, PIECE, false)).isInstanceOf(Judgement.Sound.class);
    }

    @Test
    void nothingIsAnAnswerOnlyIfItSaysSo() {
        assertThat(judge(answer("").replace("\"no_content\":false", "\"no_content\":true")))
                .isInstanceOf(Judgement.Sound.class);
        assertThat(judge(answer(""))).isInstanceOf(Judgement.Flawed.class);
    }

    @Test
    void cutAtAnyPlaceAnAnswerIsNeverSound() {
        String whole = answer(segment("00:00", "00:05") + "," + segment("00:05", "00:12"));
        for (int cut = 0; cut < whole.length(); cut++) {
            Optional<String> text = Optional.of(whole.substring(0, cut));
            assertThat(Judge.judge(response(text, "MAX_TOKENS"), PIECE, true)).isNotInstanceOf(Judgement.Sound.class);
            assertThat(Judge.judge(response(text, "STOP"), PIECE, true))
                    .as("cut at " + cut)
                    .isNotInstanceOf(Judgement.Sound.class);
        }
    }

    @Test
    void theSameForEverIsHeardBeforeItEnds() {
        LoopWatch watch = new LoopWatch();
        String segment = segment("00:00", "00:05") + ",";
        int heard = 0;
        while (!watch.hear(segment)) {
            heard++;
            assertThat(heard).isLessThan(100);
        }
        LoopWatch varied = new LoopWatch();
        for (int i = 0; i < 200; i++) {
            assertThat(varied.hear(segment("00:%02d".formatted(i % 60), "0%d:00".formatted(i % 9 + 1))
                            .replace("A thing", "Thing number " + i * 7919)))
                    .as("segment " + i)
                    .isFalse();
        }
    }

    private static Judgement judge(String text) {
        return Judge.judge(response(Optional.of(text), "STOP"), PIECE, true);
    }

    private static Response response(Optional<String> text, String finish) {
        return new Response(text, Optional.of(finish), Optional.empty(), Optional.of(USAGE), "gemini", "id", false);
    }

    private static String answer(String segments) {
        return "{\"no_content\":false,\"language\":\"en\",\"summary\":\"S.\",\"segments\":[" + segments
                + "],\"last_timestamp\":\"00:11\"}";
    }

    private static String segment(String start, String end) {
        return "{\"start\":\"" + start + "\",\"end\":\"" + end
                + "\",\"kind\":\"action\",\"label\":\"L\",\"description\":\"A thing happens.\",\"transcript\":\"\",\"tags\":[\"T\"],\"highlight_score\":50,\"confidence\":60}";
    }
}
