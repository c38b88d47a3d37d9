package dev.rushes.runtime.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rushes.flow.FlowStage;
import dev.rushes.runtime.engine.LaneDefinition;
import dev.rushes.runtime.rules.LaneTerms;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.mock.env.MockEnvironment;

class LaneSettingsTest {

    @Test
    void without_settings_there_is_no_lane() {
        assertThat(lanes()).isEmpty();
    }

    @Test
    void a_lane_that_names_its_stages_has_the_documented_defaults_and_no_limit() {
        LaneDefinition lane =
                lanes("rushes.lanes[gemini:flash].stages=analysis").getFirst();
        assertThat(lane.name()).isEqualTo("gemini:flash");
        assertThat(lane.stages()).containsExactly(FlowStage.ANALYSIS);
        assertThat(lane.limits().unlimited()).isTrue();
        assertThat(lane.limits().terms()).isEqualTo(LaneTerms.DEFAULTS);
    }

    @Test
    void every_key_arrives() {
        LaneDefinition lane = lanes(Stream.of(
                                "stages=render,analysis",
                                "requests-per-minute=150",
                                "tokens-per-minute=2000000",
                                "requests-per-day=10000",
                                "in-flight=12",
                                "largest-claim=50000",
                                "burst=0.3",
                                "day-ahead=0.9",
                                "day-zone=Europe/Berlin",
                                "reservation-timeout=5m",
                                "handover=30s",
                                "longest-hold=2d")
                        .map(key -> "rushes.lanes.gpu." + key)
                        .toArray(String[]::new))
                .getFirst();
        assertThat(lane.stages()).containsExactly(FlowStage.ANALYSIS, FlowStage.RENDER);
        assertThat(lane.limits().requestsPerMinute()).hasValue(150);
        assertThat(lane.limits().tokensPerMinute()).hasValue(2_000_000);
        assertThat(lane.limits().requestsPerDay()).hasValue(10_000);
        assertThat(lane.limits().inFlight()).hasValue(12);
        assertThat(lane.limits().largestClaim()).isEqualTo(50_000);
        assertThat(lane.limits().terms())
                .isEqualTo(new LaneTerms(
                        0.3,
                        0.9,
                        ZoneId.of("Europe/Berlin"),
                        Duration.ofMinutes(5),
                        Duration.ofSeconds(30),
                        Duration.ofDays(2)));
    }

    @Test
    void what_makes_no_sense_fails_the_start() {
        for (String wrong : List.of(
                "rushes.lanes.gpu.requests-per-minut=5",
                "rushes.lanes.gpu.requests-per-minute=0",
                "rushes.lanes.gpu.in-flight=0",
                "rushes.lanes.gpu.burst=1.5",
                "rushes.lanes.gpu.stages=splt",
                "rushes.lanes.gpu.reservation-timeout=soon",
                "rushes.lanes.gpu.day-zone=Nowhere")) {
            assertThatThrownBy(() -> lanes("rushes.lanes.gpu.stages[1]=analysis", wrong))
                    .as(wrong)
                    .isInstanceOf(RuntimeException.class);
        }
        assertThatThrownBy(() -> lanes("rushes.lanes.gpu.in-flight=3"))
                .hasMessage("rushes.lanes[gpu]: Expected a lane with a name and stages that use it, but got \"gpu\" and"
                        + " []");
    }

    private static List<LaneDefinition> lanes(String... properties) {
        MockEnvironment environment = new MockEnvironment();
        for (String property : properties) {
            environment.setProperty(
                    property.substring(0, property.indexOf('=')), property.substring(property.indexOf('=') + 1));
        }
        return LanesSettings.of(environment).definitions();
    }
}
