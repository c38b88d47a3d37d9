package dev.rushes.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class KafkaNodeSettingsTest {
    private static final KafkaNodeSettings SETTINGS = new KafkaNodeSettings(
            2,
            "AAAAAAAAAAAAAAAAAAAAAA",
            Path.of("/data/node-2"),
            Map.of(
                    1, new KafkaNodeSettings.Place("10.0.0.1", 9092, 9093),
                    2, new KafkaNodeSettings.Place("10.0.0.2", 9092, 9093)),
            Map.of("broker.session.timeout.ms", "6000"));

    @Test
    void whatIsWrittenAsArgumentsIsReadAgain() {
        assertThat(KafkaNodeSettings.of(SETTINGS.arguments())).isEqualTo(SETTINGS);
    }

    @Test
    void anArgumentThatNobodyWritesIsRefused() {
        assertThatThrownBy(() -> KafkaNodeSettings.of(List.of("colour=red")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("but got \"colour=red\"");
        assertThatThrownBy(() -> KafkaNodeSettings.of(List.of("id=1", "cluster=x", "folder=f", "node=nonsense")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("nonsense");
    }

    @Test
    void aNodeThatIsNotAmongTheNodesIsRefused() {
        assertThatThrownBy(() -> new KafkaNodeSettings(3, "x", Path.of("f"), SETTINGS.nodes(), Map.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Expected node 3");
    }
}
