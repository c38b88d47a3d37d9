package dev.rushes.runtime.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.f4b6a3.uuid.UuidCreator;
import dev.rushes.flow.FlowStage;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class EventIdsTest {
    @Test
    void an_id_is_the_version_5_uuid_of_run_stage_and_name_in_the_name_space_of_the_job() {
        Random random = new Random(7);
        for (int round = 0; round < 200; round++) {
            UUID job = new UUID(random.nextLong(), random.nextLong());
            String name = "chunk-ü-" + "x".repeat(random.nextInt(200));
            assertThat(EventIds.of(job, round, FlowStage.SPLIT, name))
                    .isEqualTo(UuidCreator.getNameBasedSha1(job, round + "/split/" + name));
        }
    }

    /** Records that are on the log have their ids for ever: a version that names otherwise would take repeats for news. */
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
