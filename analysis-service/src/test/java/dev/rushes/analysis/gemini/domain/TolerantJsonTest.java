package dev.rushes.analysis.gemini.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TolerantJsonTest {
    private static final String WHOLE =
            "{\"a\": true, \"list\": [{\"n\": 1, \"s\": \"x\\\"y\\u00e9\\n\"}, {\"n\": -2.5e1, \"t\": [\"p\", \"q\"]}], \"z\": \"end\"}";

    @Test
    void readsPlainJson() {
        TolerantJson.Reading reading = TolerantJson.read(WHOLE);

        assertThat(reading.whole()).isTrue();
        assertThat(reading.oddities()).isEmpty();
        assertThat(reading.value().orElseThrow())
                .containsEntry("a", true)
                .containsEntry("z", "end")
                .containsEntry(
                        "list", List.of(Map.of("n", 1.0, "s", "x\"yé\n"), Map.of("n", -25.0, "t", List.of("p", "q"))));
    }

    @Test
    void cutAtAnyPlaceItKeepsWhatWasWholeAndNeverSaysThatAllIsThere() {
        List<?> all = (List<?>) TolerantJson.read(WHOLE).value().orElseThrow().getOrDefault("list", List.of());
        for (int cut = 0; cut < WHOLE.length(); cut++) {
            TolerantJson.Reading reading = TolerantJson.read(WHOLE.substring(0, cut));

            assertThat(reading.whole()).as("cut at " + cut).isFalse();
            Object list = reading.value().orElse(Map.of()).getOrDefault("list", List.of());
            assertThat((List<?>) list).isEqualTo(all.subList(0, ((List<?>) list).size()));
        }
    }

    @Test
    void seesThroughFencesWordsAndMarks() {
        assertThat(TolerantJson.read("```json\n" + WHOLE + "\n```").oddities()).containsExactly("fence");
        assertThat(TolerantJson.read("Here it is:\n" + WHOLE).oddities()).containsExactly("words before");
        assertThat(TolerantJson.read("\uFEFF" + WHOLE).oddities()).containsExactly("byte-order mark");
        assertThat(TolerantJson.read("no json at all").value()).isEmpty();
    }

    @Test
    void whatIsNoNumberIsAbsentAndTheLaterOfTwoKeysCounts() {
        TolerantJson.Reading reading = TolerantJson.read("{\"a\": NaN, \"b\": null, \"c\": 1, \"c\": 2}");

        assertThat(reading.value().orElseThrow()).isEqualTo(Map.of("c", 2.0));
        assertThat(reading.oddities()).containsExactly("key twice", "no number");
        assertThat(reading.whole()).isTrue();
    }

    @Test
    void depthIsBounded() {
        assertThat(TolerantJson.read("{\"a\":" + "[".repeat(100_000)).whole()).isFalse();
    }
}
