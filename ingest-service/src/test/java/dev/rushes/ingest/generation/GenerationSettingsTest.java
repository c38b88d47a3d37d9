package dev.rushes.ingest.generation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rushes.ingest.domain.FilmWish;
import dev.rushes.ingest.generation.GenerationSettings.Generator;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GenerationSettingsTest {

    @Test
    void whoSetsNothingGetsOmniAndLimits() {
        GenerationSettings settings = GenerationLab.settings(Map.of());

        assertThat(settings.enabled()).isTrue();
        assertThat(settings.modelOf(settings.generator())).isEqualTo("gemini-omni-1.1-flash");
        assertThat(settings.purchaseRule().orderTime()).isGreaterThan(settings.orderTime());
        assertThat(settings.patience()).isEqualTo(Duration.ofMinutes(30));
    }

    @Test
    void aModelThatIsSetIsThatOfTheGeneratorThatIsSet() {
        GenerationSettings settings =
                GenerationLab.settings(Map.of("generator", "veo", "model", "veo-3.1-fast-generate-001"));

        assertThat(settings.modelOf(Generator.VEO)).isEqualTo("veo-3.1-fast-generate-001");
        // What was ordered from the other one before is still looked at there.
        assertThat(settings.modelOf(Generator.OMNI)).isEqualTo("gemini-omni-1.1-flash");
    }

    @Test
    void aKeyIsSentToNoBareAddressAndAModelIsAName() {
        assertThatThrownBy(() -> GenerationLab.settings(Map.of("base-url", "http://example.com")))
                .rootCause()
                .hasMessageContaining("rushes.generation.base-url");
        assertThatThrownBy(() -> GenerationLab.settings(Map.of("model", "../models")))
                .rootCause()
                .hasMessageContaining("rushes.generation.model");
    }

    @Test
    void everyModelThatIsUsualHasAPrice() {
        for (Generator generator : Generator.values()) {
            Map<String, String> name = Map.of("generator", generator.name());
            Studio studio = GenerationConfiguration.studio(
                    GenerationLab.settings(name), true, Clock.fixed(GenerationLab.BEGIN, ZoneOffset.UTC));
            studio.offer()
                    .lengths()
                    .forEach((resolution, lengths) -> lengths.forEach(
                            seconds -> assertThat(studio.quote(new FilmWish("x", seconds, resolution, "16:9")))
                                    .hasValueSatisfying(quote ->
                                            assertThat(quote.microDollars()).isPositive())));
        }
    }
}
