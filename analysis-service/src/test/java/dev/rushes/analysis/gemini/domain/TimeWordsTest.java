package dev.rushes.analysis.gemini.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalLong;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimeWordsTest {
    @ParameterizedTest
    @CsvSource({
        "0:07, 7000",
        "00:07, 7000",
        "12:34.5, 754500",
        "01:02:03, 3723000",
        "12.5, 12500",
        "12.5s, 12500",
        "12500ms, 12500",
        "75, 75000",
        "90:00, 5400000",
        "' 00:01 ', 1000"
    })
    void readsTimesAsModelsWriteThem(String written, long millis) {
        assertThat(TimeWords.millis(written)).isEqualTo(OptionalLong.of(millis));
    }

    @ParameterizedTest
    @ValueSource(strings = {"00:75", "1:60:00", "-1", "soon", "", "1:2:3:4", "99999999999999999999"})
    void refusesWhatIsNoTime(String written) {
        assertThat(TimeWords.millis(written)).isEmpty();
    }
}
