package dev.rushes.runtime.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rushes.flow.FlowStage;
import dev.rushes.runtime.rules.LaneLimits;
import java.util.List;
import org.junit.jupiter.api.Test;

class DefaultLanesTest {
    @Test
    void a_lane_that_was_set_up_wins_over_the_default_of_its_name() {
        LaneDefinition plain = LaneDefinition.of("gemini:a", FlowStage.ANALYSIS, LaneLimits.NONE);
        LaneDefinition other = LaneDefinition.of("gemini:b", FlowStage.ANALYSIS, LaneLimits.NONE);
        LaneDefinition setUp = LaneDefinition.of("gemini:a", FlowStage.ANALYSIS, LaneLimits.NONE.withInFlight(3));

        assertThat(new DefaultLanes(List.of(plain, other)).beside(List.of(setUp)))
                .containsExactly(setUp, other);
        assertThat(new DefaultLanes(List.of()).beside(List.of(setUp))).containsExactly(setUp);
    }
}
