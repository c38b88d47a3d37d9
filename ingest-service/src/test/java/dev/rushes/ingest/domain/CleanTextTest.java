package dev.rushes.ingest.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class CleanTextTest {

    @Test
    void namesThatPeopleGiveStayAsTheyAre() {
        assertThat(CleanText.line("te[s]t_ video ' _ .flv", 255)).isEqualTo("te[s]t_ video ' _ .flv");
        assertThat(CleanText.line("-video-with-dash-.mp4", 255)).isEqualTo("-video-with-dash-.mp4");
        assertThat(CleanText.line("Übung 映画 🎬.mov", 255)).isEqualTo("Übung 映画 🎬.mov");
    }

    @Test
    void charactersThatActOnTerminalsAndDatabasesAreGone() {
        assertThat(CleanText.line("a\u0000b\u001b[31mc\r\nd\u202ee\u2028f", 255))
                .isEqualTo("a b [31mc  d e f");
    }

    @Test
    void aHalfCharacterIsReplacedAndAWholeOneIsNeverHalved() {
        assertThat(CleanText.line("a\ud83db", 255)).isEqualTo("a\ufffdb");
        assertThat(CleanText.line("ab🎬", 3)).isEqualTo("ab");
    }

    @Test
    void anyTextBecomesShortAndHarmless() {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        for (int round = 0; round < 20_000; round++) {
            StringBuilder text = new StringBuilder();
            random.ints(random.nextInt(40), 0, 0x10000).forEach(unit -> text.append((char) unit));
            String clean = CleanText.line(text.toString(), 20);
            assertThat(clean).hasSizeLessThanOrEqualTo(20).doesNotContain("\u0000");
            assertThat(clean.codePoints()).allMatch(character -> !Character.isISOControl(character));
        }
    }

    @Test
    void labelsAreFewAndShort() {
        Map<String, String> many = new TreeMap<>();
        for (int at = 0; at < 100; at++) {
            many.put("label" + at, "x".repeat(1000));
        }
        many.put("\u0000", "no name");

        Caption caption = new Caption(Optional.of(" \n "), many);

        assertThat(caption.title()).isEmpty();
        assertThat(caption.labels()).hasSize(Caption.LABEL_COUNT);
        assertThat(caption.labels().values()).allMatch(value -> value.length() == Caption.LABEL_LIMIT);
    }
}
