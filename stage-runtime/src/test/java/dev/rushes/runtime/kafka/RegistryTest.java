package dev.rushes.runtime.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rushes.embedded.EmbeddedPostgres;
import dev.rushes.embedded.EmbeddedRegistry;
import dev.rushes.events.MediaStored;
import dev.rushes.runtime.engine.RegistryUnavailable;
import dev.rushes.runtime.engine.UnreadableRecord;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.apache.avro.Schema;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import tools.jackson.databind.json.JsonMapper;

/** The serdes that production uses, against the real registry. */
class RegistryTest {

    @Test
    void records_travel_in_confluents_framing_and_trouble_is_told_apart(@TempDir Path folder) throws Exception {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(folder.resolve("postgres"));
                EmbeddedRegistry registry = EmbeddedRegistry.start(folder.resolve("registry"), postgres)) {
            registry.awaitReady();
            MediaStored media = Probe.footage(Probe.ticket(), "clip.mp4");
            byte[] bytes;
            try (FactSerde serde = FactSerde.of(settings(registry.url()))) {
                bytes = serde.encode("rushes.split", new RecordHeaders(), media);
                assertThat(bytes[0]).isZero();
                assertThat(serde.decode("rushes.split", new RecordHeaders(), bytes))
                        .isEqualTo(media);

                byte[] unknownSchema = bytes.clone();
                unknownSchema[1] = 0x70;
                assertThatThrownBy(() -> serde.decode("rushes.split", new RecordHeaders(), unknownSchema))
                        .isInstanceOf(UnreadableRecord.class);
                assertThatThrownBy(() -> serde.decode("rushes.render", new RecordHeaders(), unknownSchema))
                        .as("of this topic it knows nothing at all")
                        .isInstanceOf(RegistryUnavailable.class);
                byte[] truncated = java.util.Arrays.copyOf(bytes, 20);
                assertThatThrownBy(() -> serde.decode("rushes.split", new RecordHeaders(), truncated))
                        .isInstanceOf(UnreadableRecord.class);
            }
            assertThat(get(registry.confluentUrl() + "/subjects"))
                    .contains("\"rushes.split-dev.rushes.events.MediaStored\"")
                    .as("to look registers nothing")
                    .doesNotContain("rushes.render");
            int id = ByteBuffer.wrap(bytes, 1, 4).getInt();
            String answer = get(registry.confluentUrl() + "/schemas/ids/" + id);
            assertThat(new Schema.Parser()
                            .parse(JsonMapper.shared()
                                    .readTree(answer)
                                    .path("schema")
                                    .asString()))
                    .as("a reader that has only the number gets the whole schema")
                    .isEqualTo(MediaStored.getClassSchema());

            try (FactSerde cut = FactSerde.of(settings("http://127.0.0.1:1/apis/registry/v3"))) {
                assertThatThrownBy(() -> cut.decode("rushes.split", new RecordHeaders(), bytes))
                        .as("a registry that does not answer is waited for")
                        .isInstanceOf(RuntimeException.class)
                        .isNotInstanceOf(UnreadableRecord.class);
            }
        }
    }

    private static String get(String url) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString())
                    .body();
        }
    }

    private static KafkaSettings settings(String registryUrl) {
        MapConfigurationPropertySource source = new MapConfigurationPropertySource();
        source.put("rushes.kafka.registry-url", registryUrl);
        return new Binder(source).bindOrCreate("rushes.kafka", Bindable.of(KafkaSettings.class));
    }
}
