package dev.rushes.runtime.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rushes.flow.FlowStage;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class EventIdsTest {
    /** Records that are on the log have their ids for ever: a build that names otherwise would take repeats for news. */
    @Test
    void an_id_stays_the_same_in_every_version() {
        assertThat(EventIds.of(
                        UUID.fromString("6ba7b810-9dad-11d1-80b4-00c04fd430c8"),
                        1,
                        FlowStage.RENDER,
                        "STAGE_FINISHED/"))
                .hasToString("8f24e78f-2d58-5d60-b3ab-7e7c7bafe714");
    }
}
