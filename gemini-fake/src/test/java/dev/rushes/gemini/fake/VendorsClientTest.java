package dev.rushes.gemini.fake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableMap;
import com.google.genai.Client;
import com.google.genai.ResponseStream;
import com.google.genai.errors.ClientException;
import com.google.genai.types.Content;
import com.google.genai.types.File;
import com.google.genai.types.FinishReason;
import com.google.genai.types.GenerateContentConfig;
import com.google.genai.types.GenerateContentResponse;
import com.google.genai.types.GenerateVideosConfig;
import com.google.genai.types.GenerateVideosOperation;
import com.google.genai.types.HttpOptions;
import com.google.genai.types.HttpRetryOptions;
import com.google.genai.types.Part;
import com.google.genai.types.UploadFileConfig;
import dev.rushes.gemini.fake.scenario.Fault;
import dev.rushes.gemini.fake.scenario.Rule;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The vendor's own client takes the fake for the service: what the fake sends and accepts is what that client reads and writes. */
class VendorsClientTest {
    private static final String MODEL = "gemini-3.5-flash-lite";

    private final FakeGemini fake = FakeGemini.start(FakeSettings.with(new ManualTime().clock), 0);
    private final Client client = Client.builder()
            .apiKey(FakeSettings.KEY)
            .httpOptions(HttpOptions.builder()
                    .baseUrl(fake.address())
                    .retryOptions(HttpRetryOptions.builder().attempts(1).build())
                    .build())
            .build();

    @AfterEach
    void stop() {
        client.close();
        fake.close();
    }

    @Test
    void itUploadsLooksAsksAndDeletes() throws Exception {
        File uploaded = client.files.upload(
                Movie.of(30, 10_000),
                UploadFileConfig.builder().mimeType("video/mp4").build());
        assertThat(uploaded.state().orElseThrow().toString()).isEqualTo("PROCESSING");
        String name = uploaded.name().orElseThrow();
        File ready = client.files.get(name, null);
        assertThat(ready.state().orElseThrow().toString()).isEqualTo("ACTIVE");

        GenerateContentResponse response = client.models.generateContent(
                MODEL,
                Content.fromParts(Part.fromUri(ready.uri().orElseThrow(), "video/mp4"), Part.fromText("Log it.")),
                GenerateContentConfig.builder()
                        .responseMimeType("application/json")
                        .responseJsonSchema(ImmutableMap.of(
                                "type",
                                "object",
                                "properties",
                                ImmutableMap.of("title", ImmutableMap.of("type", "string"))))
                        .build());

        assertThat(response.text()).isEqualTo("{\"title\":\"something\"}");
        assertThat(response.finishReason().knownEnum()).isEqualTo(FinishReason.Known.STOP);
        assertThat(response.usageMetadata().orElseThrow().promptTokenCount().orElseThrow())
                .isGreaterThan(30 * 95);
        assertThat(response.modelVersion()).contains(MODEL);
        var unused = client.files.delete(name, null);
        assertThatThrownBy(() -> client.files.get(name, null))
                .isInstanceOf(ClientException.class)
                .hasMessageContaining("may not exist");
    }

    @Test
    void itReadsAStreamToItsEnd() {
        StringBuilder said = new StringBuilder();
        try (ResponseStream<GenerateContentResponse> stream =
                client.models.generateContentStream(MODEL, "Say something.", null)) {
            stream.forEach(response -> said.append(response.text()));
        }

        assertThat(said.toString()).isEqualTo("There is nothing to look at.");
    }

    @Test
    void itUnderstandsARefusedCallAndABlockedPrompt() {
        fake.follow(1, Rule.once(Fault.QUOTA_MINUTE));
        assertThatThrownBy(() -> client.models.generateContent(MODEL, "Say something.", null))
                .isInstanceOfSatisfying(ClientException.class, refused -> {
                    assertThat(refused.code()).isEqualTo(429);
                    assertThat(refused.status()).isEqualTo("RESOURCE_EXHAUSTED");
                });

        fake.follow(1, Rule.once(Fault.PROMPT_BLOCKED));
        GenerateContentResponse blocked = client.models.generateContent(MODEL, "Say something.", null);
        assertThat(blocked.promptFeedback()
                        .orElseThrow()
                        .blockReason()
                        .orElseThrow()
                        .toString())
                .isEqualTo("PROHIBITED_CONTENT");
    }

    @Test
    void itOrdersAFilmLooksAndFindsIt() {
        GenerateVideosOperation operation = order("A red kite over dunes");
        assertThat(operation.done().orElse(false)).isFalse();

        GenerateVideosOperation done = looks(operation);

        assertThat(done.response()
                        .orElseThrow()
                        .generatedVideos()
                        .orElseThrow()
                        .getFirst()
                        .video()
                        .orElseThrow()
                        .uri()
                        .orElseThrow())
                .startsWith(fake.address())
                .contains(":download");
    }

    @Test
    void itUnderstandsAFilmThatWasFiltered() {
        fake.follow(1, Rule.once(Fault.VEO_FILTERED));

        GenerateVideosOperation done = looks(order("something bad"));

        assertThat(done.response().orElseThrow().raiMediaFilteredCount()).contains(1);
        assertThat(done.response().orElseThrow().raiMediaFilteredReasons().orElseThrow())
                .containsExactly("The film was filtered.");
    }

    private GenerateVideosOperation order(String prompt) {
        return client.models.generateVideos(
                "veo-3.1-generate-preview",
                prompt,
                null,
                GenerateVideosConfig.builder()
                        .durationSeconds(8)
                        .aspectRatio("16:9")
                        .resolution("720p")
                        .build());
    }

    private GenerateVideosOperation looks(GenerateVideosOperation ordered) {
        GenerateVideosOperation operation = ordered;
        for (int look = 0; look < 5 && !operation.done().orElse(false); look++) {
            operation = client.operations.getVideosOperation(operation, null);
        }
        assertThat(operation.done()).contains(true);
        return operation;
    }

    @Test
    void itListsModels() {
        assertThat(client.models.list(null))
                .anySatisfy(model -> assertThat(model.name()).contains("models/" + MODEL));
    }
}
