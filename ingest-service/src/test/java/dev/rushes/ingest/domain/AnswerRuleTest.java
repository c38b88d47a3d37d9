package dev.rushes.ingest.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AnswerRuleTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final AnswerRule RULE = new AnswerRule(Duration.ofHours(1));

    @Test
    void onlyAFull200IsFootage() {
        assertThat(IntStream.range(0, 1000).filter(status -> read(status, "/x", null) instanceof Answer.Footage))
                .containsExactly(200);
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 307, 308})
    void aRedirectNeedsAPlaceToGo(int status) {
        assertThat(read(status, "/there", null)).isEqualTo(new Answer.Moved("/there"));
        assertThat(read(status, null, null)).isInstanceOf(Answer.Refused.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {204, 206, 300, 304, 305, 400, 401, 403, 404, 410, 416, 451, 499, 600})
    void whatWillNotChangeIsRefusedAndSaysTheStatus(int status) {
        assertThat(read(status, null, null))
                .isInstanceOfSatisfying(Answer.Refused.class, refused -> assertThat(refused.why())
                        .contains("https://media.example.com", String.valueOf(status)));
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 425, 429, 500, 502, 503, 504, 599})
    void whatMayPassIsWorthAnotherTry(int status) {
        assertThat(read(status, null, null)).isInstanceOf(Answer.Unavailable.class);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            120                           | 120
            0                             | 0
            999999999                     | 3600
            Thu, 01 Jan 2026 00:05:00 GMT | 300
            Wed, 31 Dec 2025 00:00:00 GMT | 0
            Fri, 02 Jan 2026 00:00:00 GMT | 3600
            """)
    void aServerMaySayWhenToComeBackWithinLimits(String retryAfter, long seconds) {
        assertThat(read(429, null, retryAfter))
                .isInstanceOfSatisfying(Answer.Throttled.class, throttled -> assertThat(throttled.retryAfter())
                        .hasSeconds(seconds));
        assertThat(read(503, null, retryAfter))
                .isInstanceOfSatisfying(Answer.Unavailable.class, unavailable -> assertThat(unavailable.retryAfter())
                        .contains(Duration.ofSeconds(seconds)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "soon", "-1", "1.5", "1e9", "99999999999999999999", "0x10", "٣"})
    void aTimeThatIsNoneIsIgnored(String retryAfter) {
        assertThat(read(429, null, retryAfter)).isInstanceOf(Answer.Unavailable.class);
    }

    private static Answer read(int status, @Nullable String location, @Nullable String retryAfter) {
        return RULE.read(
                "https://media.example.com",
                status,
                Optional.ofNullable(location),
                Optional.ofNullable(retryAfter),
                NOW);
    }
}
