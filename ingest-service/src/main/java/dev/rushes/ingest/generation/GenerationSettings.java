package dev.rushes.ingest.generation;

import dev.rushes.gemini.GeminiAddress;
import dev.rushes.ingest.generation.domain.LookRule;
import dev.rushes.ingest.generation.domain.PurchaseRule;
import dev.rushes.ingest.generation.http.FilmDownload;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * How films are made from words. Nothing of it matters without a key, which stands in the environment as {@code GEMINI_API_KEY} or in a file.
 *
 * @param enabled whether films may be asked for at all, where there is a key
 * @param generator who makes them: omni, over the Interactions API, or veo, by long-running operations
 * @param model model that is asked; the generator's usual one if none is named
 * @param baseUrl address of the service, without a path; that of the analysis ({@code rushes.gemini.base-url}) if none is named
 * @param keyFile file that holds the key and nothing else; that of the analysis ({@code rushes.gemini.key-file}) if none is named
 * @param orderTime longest wait for the answer to an order; for so long, and a little more, another instance takes it for possible that one is under way
 * @param lookTime longest wait for any other answer
 * @param firstLook pause before the first look at what was ordered
 * @param longestPause longest pause between two looks
 * @param patience longest time for a film; whoever runs the job again afterwards waits for the same one
 * @param doubt how long the service may say that it knows nothing of what it sold; it does so for minutes
 * @param kept how long the service keeps what it made
 * @param busyPatience how long after its request a job waits for a service that takes no orders
 * @param largestFilm most bytes of a film
 * @param silence longest wait for the next byte of a film
 * @param fetchTime longest time for fetching a film
 * @param forget whether the service is asked to forget what it made, once it is here
 */
@Validated
@ConfigurationProperties(prefix = "rushes.generation", ignoreUnknownFields = false)
public record GenerationSettings(
        @DefaultValue("true") boolean enabled,
        @DefaultValue("omni") Generator generator,
        @Nullable String model,
        @Nullable URI baseUrl,
        @Nullable Path keyFile,
        @DefaultValue("1m") Duration orderTime,
        @DefaultValue("20s") Duration lookTime,
        @DefaultValue("5s") Duration firstLook,
        @DefaultValue("20s") Duration longestPause,
        @DefaultValue("30m") Duration patience,
        @DefaultValue("5m") Duration doubt,
        @DefaultValue("48h") Duration kept,
        @DefaultValue("6h") Duration busyPatience,
        @DefaultValue("200MB") DataSize largestFilm,
        @DefaultValue("30s") Duration silence,
        @DefaultValue("5m") Duration fetchTime,
        @DefaultValue("true") boolean forget) {
    /** The usual address of the service. */
    public static final URI SERVICE = URI.create("https://generativelanguage.googleapis.com");

    private static final Duration MARGIN = Duration.ofSeconds(30);

    /** Who makes films. */
    public enum Generator {
        OMNI("gemini-omni-1.1-flash"),
        VEO("veo-3.1-generate-preview");

        private final String usualModel;

        Generator(String usualModel) {
            this.usualModel = usualModel;
        }
    }

    public GenerationSettings {
        if (model != null && !model.matches("[a-z0-9][a-z0-9.-]{0,79}")) {
            throw new IllegalArgumentException(
                    "Expected rushes.generation.model to be the name of a model, such as gemini-omni-1.1-flash, but got "
                            + model);
        }
        if (baseUrl != null) {
            URI unused = GeminiAddress.checked(baseUrl, "rushes.generation.base-url");
        }
    }

    /** The model of a generator: the one that is set, for the generator that is set. */
    String modelOf(Generator its) {
        return model != null && its == generator ? model : its.usualModel;
    }

    PurchaseRule purchaseRule() {
        return new PurchaseRule(orderTime.plus(MARGIN));
    }

    LookRule lookRule() {
        return new LookRule(firstLook, longestPause, patience, doubt, kept);
    }

    FilmDownload.Limits download() {
        return new FilmDownload.Limits(largestFilm, silence, fetchTime);
    }
}
