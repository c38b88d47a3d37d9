package dev.rushes.gemini.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rushes.gemini.domain.ErrorReport.Quota;
import dev.rushes.gemini.domain.Trouble.Kind;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DiagnosisTest {
    @ParameterizedTest
    @CsvSource({
        "401, KEY",
        "408, UNAVAILABLE",
        "413, REFUSED",
        "429, SLOW_DOWN",
        "500, BROKEN",
        "502, UNAVAILABLE",
        "503, UNAVAILABLE",
        "504, TOO_LONG",
        "400, REFUSED",
        "418, REFUSED"
    })
    void theStatusDecidesFirst(int status, Kind kind) {
        assertThat(Diagnosis.of(ErrorReport.bare(status)).kind()).isEqualTo(kind);
    }

    @Test
    void aRetryDelayIsTheLongerOfWhatIsSaidTwiceAndASecondMore() {
        ErrorReport error = new ErrorReport(
                429,
                "RESOURCE_EXHAUSTED",
                "You exceeded your current quota.\nPlease retry in 45.811974541s.",
                "",
                Optional.of("45s"),
                List.of(new Quota("GenerateRequestsPerMinutePerProjectPerModel", "5")));

        Trouble trouble = Diagnosis.of(error);

        assertThat(trouble.kind()).isEqualTo(Kind.MINUTE_SPENT);
        assertThat(trouble.pause()).contains(Duration.ofMillis(46_811));
    }

    @Test
    void delaysAreReadInAllTheirForms() {
        assertThat(Diagnosis.delay("45s")).contains(Duration.ofSeconds(45));
        assertThat(Diagnosis.delay("45.8s")).contains(Duration.ofMillis(45_800));
        assertThat(Diagnosis.delay("22h47m29s"))
                .contains(Duration.ofHours(22).plusMinutes(47).plusSeconds(29));
        assertThat(Diagnosis.delay("soon")).isEmpty();
        assertThat(Diagnosis.delay("9999999999999999999s")).isEmpty();
        assertThat(Diagnosis.delay("")).isEmpty();
    }

    @Test
    void nobodyIsWaitedForLongerThanADay() {
        ErrorReport error = new ErrorReport(
                429,
                "RESOURCE_EXHAUSTED",
                "",
                "",
                Optional.of("999999h"),
                List.of(new Quota("GenerateRequestsPerMinutePerProjectPerModel", "5")));

        assertThat(Diagnosis.of(error).pause()).contains(Duration.ofDays(1));
    }

    @Test
    void aDayAndALimitOfNothingAreToldFromAMinute() {
        assertThat(kind("GenerateRequestsPerDayPerProjectPerModel", "20")).isEqualTo(Kind.DAY_SPENT);
        assertThat(kind("GenerateRequestsPerDayPerProjectPerModel-FreeTier", "0"))
                .isEqualTo(Kind.MODEL_GONE);
    }

    @Test
    void whatIsToldHasNoAddresses() {
        ErrorReport error = new ErrorReport(
                429,
                "RESOURCE_EXHAUSTED",
                "See https://ai.google.dev/x?key=abc for more",
                "",
                Optional.empty(),
                List.of());

        assertThat(Diagnosis.of(error).message()).isEqualTo("HTTP 429 RESOURCE_EXHAUSTED: See (a page) for more");
    }

    private static Kind kind(String quota, String value) {
        return Diagnosis.of(new ErrorReport(429, "", "", "", Optional.of("41s"), List.of(new Quota(quota, value))))
                .kind();
    }
}
