package dev.rushes.gemini.fake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rushes.gemini.fake.generation.FilmOrder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What is made is what was asked for. */
class FilmsTest {
    private static final Map<String, String> KEY = Map.of("x-goog-api-key", FakeSettings.KEY);

    private final FakeGemini fake = FakeGemini.start(
            FakeSettings.with(new ManualTime().clock)
                    .withStudio(order -> order.toString().getBytes(StandardCharsets.UTF_8)),
            0);
    private final Caller caller = new Caller(fake.address());

    @AfterEach
    void stop() {
        caller.close();
        fake.close();
    }

    @Test
    void omniMakesAFilmOfTheLengthAndSizeThatWereAskedFor() throws Exception {
        String upright = omni(
                "{\"type\": \"video\", \"duration\": \"3s\", \"resolution\": \"360p\", \"aspect_ratio\": \"9:16\"}");
        String plain = omni("{\"type\": \"video\"}");

        assertThat(made(upright)).isEqualTo(new FilmOrder(3, 360, true).toString());
        assertThat(made(plain)).isEqualTo(FilmOrder.PLAIN.toString());
    }

    @Test
    void veoMakesAFilmOfTheLengthAndSizeThatWereAskedFor() throws Exception {
        String first = veo("{\"durationSeconds\": 4, \"resolution\": \"720p\", \"aspectRatio\": \"16:9\"}");
        String second = veo("{\"durationSeconds\": 8, \"resolution\": \"1080p\", \"aspectRatio\": \"9:16\"}");

        assertThat(made(first)).isEqualTo(new FilmOrder(4, 720, false).toString());
        assertThat(made(second)).isEqualTo(new FilmOrder(8, 1080, true).toString());
    }

    @Test
    void bothSidesAreEven() {
        assertThat(new FilmOrder(8, 720, false))
                .extracting(FilmOrder::width, FilmOrder::height)
                .containsExactly(1280, 720);
        assertThat(new FilmOrder(8, 360, true))
                .extracting(FilmOrder::width, FilmOrder::height)
                .containsExactly(360, 640);
        assertThat(new FilmOrder(8, 1080, false).width()).isEqualTo(1920);
        assertThat(new FilmOrder(8, 480, false).width()).isEven();
    }

    /** @return where the film is looked for */
    private String omni(String format) throws Exception {
        String wish = "{\"model\": \"gemini-omni-1.1-flash\", \"input\": [{\"type\": \"text\", \"text\": \"A kite\"}],"
                + " \"response_format\": " + format + "}";
        String id = Caller.json(caller.post("/v1beta/interactions", wish, KEY))
                .path("id")
                .asString();
        return "/v1beta/interactions/" + id;
    }

    private String veo(String parameters) throws Exception {
        String wish = "{\"instances\": [{\"prompt\": \"A kite\"}], \"parameters\": " + parameters + "}";
        String path = "/v1beta/models/veo-3.1-generate-preview:predictLongRunning";
        return "/v1beta/"
                + Caller.json(caller.post(path, wish, KEY)).path("name").asString();
    }

    private String made(String path) throws Exception {
        JsonNode unfinished = Caller.json(caller.get(path));
        assertThat(unfinished.has("response") || unfinished.has("steps")).isFalse();
        JsonNode finished = Caller.json(caller.get(path));
        String uri = finished.findValue("uri").asString();
        return caller.get(uri.substring(fake.address().length())).body();
    }
}
