package dev.rushes.runtime.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rushes.flow.FlowStage;
import dev.rushes.runtime.deadletters.CursorRefused;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LetterPositionsTest {

    @Test
    void a_cursor_says_what_was_written_whatever_the_partitions() {
        for (long seed = 1; seed <= 300; seed++) {
            Random random = new Random(seed);
            Map<TopicPartition, Long> offsets = new HashMap<>();
            for (int count = random.nextInt(1, 40); count > 0; count--) {
                FlowStage stage = FlowStage.values()[random.nextInt(FlowStage.values().length)];
                offsets.put(
                        new TopicPartition(stage.deadLetterTopic(), random.nextInt(30)),
                        random.nextLong(1L << random.nextInt(1, 60)));
            }
            LetterPositions positions = new LetterPositions(offsets);

            assertThat(LetterPositions.read(positions.word()))
                    .as("seed %d", seed)
                    .isEqualTo(positions);
        }
    }

    @Test
    void a_cursor_over_all_stages_fits_into_an_address() {
        Map<TopicPartition, Long> offsets = new HashMap<>();
        for (FlowStage stage : FlowStage.values()) {
            for (int partition = 0; partition < 64; partition++) {
                offsets.put(new TopicPartition(stage.deadLetterTopic(), partition), 1_000_000L + partition);
            }
        }

        // The first line of a request may have 4,096 bytes.
        assertThat(new LetterPositions(offsets).word()).hasSizeLessThan(3_000);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "split",
                "split:-1",
                "soup:1",
                "split:1;",
                "split:1;;render:2",
                "split:zzzzzzzzzzzzzzzzz",
                "split:1:2"
            })
    void a_word_that_was_never_written_is_refused(String text) {
        String word = Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));

        assertThatThrownBy(() -> LetterPositions.read(word)).isInstanceOf(CursorRefused.class);
        assertThatThrownBy(() -> LetterPositions.read("*" + word)).isInstanceOf(CursorRefused.class);
        assertThatThrownBy(() -> LetterPositions.read("c3BsaXQ6".repeat(10_000)))
                .isInstanceOf(CursorRefused.class);
    }
}
