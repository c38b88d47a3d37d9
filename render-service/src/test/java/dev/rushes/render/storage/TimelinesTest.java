package dev.rushes.render.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rushes.media.store.FileObjectStore;
import dev.rushes.media.store.ObjectStore;
import dev.rushes.media.value.Rational;
import dev.rushes.media.value.Span;
import dev.rushes.media.value.StoredObject;
import dev.rushes.render.domain.Cut;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TimelinesTest {
    @TempDir
    Path root;

    private ObjectStore store;
    private Timelines timelines;

    @BeforeEach
    void open() {
        store = new FileObjectStore(root);
        timelines = new Timelines(store, 3);
    }

    @Test
    void whatIsNotKnownPassesByAndWhatIsNeededIsExact() {
        Cut cut = read("""
                {"version": 1, "job": "j", "recipe": "highlights", "source": {"key": "k", "novel": [1, 2]},
                 "footage": {"start": "0/1", "end": "60060/1001"}, "duration": "5/2", "video": true, "audio": false,
                 "clips": [{"source": {"start": "1001/30000", "end": "7/2"}, "score": 0.5, "reasons": ["loud"], "mood": null}],
                 "shots": [], "silence": [], "gaps": [], "chapters": {"later": true}}
                """);

        assertThat(cut)
                .isEqualTo(new Cut(
                        List.of(new Span(Rational.of(1001, 30000), Rational.of(7, 2))),
                        new Span(Rational.ZERO, Rational.of(60, 1)),
                        true,
                        false));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "{\"version\": 2, \"footage\": {\"start\": \"0/1\", \"end\": \"1/1\"}, \"clips\": []}",
                "{\"version\": 1, \"clips\": []}",
                "{\"version\": 1, \"footage\": {\"start\": \"0/1\", \"end\": \"1/1\"}}",
                "{\"version\": 1, \"footage\": {\"start\": \"2/1\", \"end\": \"1/1\"}, \"clips\": []}",
                "{\"version\": 1, \"footage\": {\"start\": \"0/1\", \"end\": \"1/1\"}, \"clips\": [null]}",
                "{\"version\": 1, \"footage\": {\"start\": \"0/1\", \"end\": \"1/1\"}, \"clips\": [{}]}",
                "{\"version\": 1, \"footage\": {\"start\": \"0/1\", \"end\": \"1/1\"}, \"clips\": [{\"source\": {\"start\": \"-1/1\", \"end\": \"1/1\"}}]}",
                "{\"version\": 1, \"footage\": {\"start\": \"0/1\", \"end\": \"1/1\"}, \"clips\": [{\"source\": {\"start\": \"x\", \"end\": \"1/1\"}}]}",
                "{\"version\": 1, \"footage\": {\"start\": \"0/1\", \"end\": \"1/1\"}, \"clips\": [{\"source\": {\"start\": \"0/1\"}}]}",
            })
    void whatBreaksTheContractIsRefused(String document) {
        assertThatThrownBy(() -> read(document)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void moreClipsThanAllowedAreRefused() {
        String clip = "{\"source\": {\"start\": \"0/1\", \"end\": \"1/1\"}}";
        String document = "{\"version\": 1, \"footage\": {\"start\": \"0/1\", \"end\": \"1/1\"}, \"clips\": ["
                + String.join(",", List.of(clip, clip, clip, clip)) + "]}";

        assertThatThrownBy(() -> read(document)).hasMessageContaining("at most 3 clips");
    }

    private Cut read(String document) {
        StoredObject object = Optional.ofNullable(store.put(
                                "tenants/default/t.json", document.getBytes(StandardCharsets.UTF_8), "application/json")
                        .block())
                .orElseThrow();
        return Optional.ofNullable(timelines.read(object).block()).orElseThrow();
    }
}
