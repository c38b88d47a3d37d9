package dev.rushes.analysis.gemini;

import dev.rushes.analysis.gemini.domain.CourseRules;
import dev.rushes.analysis.gemini.http.Times;
import dev.rushes.gemini.GeminiAddress;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotEmpty;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * How Gemini is asked. Nothing of it matters without a key, which stands in the environment as {@code GEMINI_API_KEY} or in a file; it is no
 * setting, so that it can't end up among a process's arguments.
 *
 * @param baseUrl address of the service, without a path; https unless it is this machine
 * @param keyFile file that holds the key and nothing else; wins over the environment
 * @param models models in the order in which they are asked; the next one serves when one is away, unknown or done for the day
 * @param longestPiece longest stretch of a chunk that is asked about at once
 * @param shortestPiece a stretch that was too much is halved, but not below that
 * @param deepestHalving times that a stretch is halved
 * @param proxySide longer side, in pixels, of the small film that is sent instead of the chunk
 * @param proxyRate pictures a second of it; the model looks at one
 * @param inlineLimit larger films are brought as files; the service takes requests of 20 MB, and Base64 adds a third
 * @param maxOutputTokens most tokens of thoughts and answer together; they are the dearer part of a call
 * @param tries times that a model is asked that is away, before the next one is
 * @param backoffBase first pause between two tries; doubles
 * @param backoffCap longest pause
 * @param callTime longest wait for an answer about a film of no length
 * @param callTimePerSecond longer for each second of the film
 * @param silence longest wait for the next byte of an answer
 * @param requestTime longest wait for any other request
 * @param filePoll first pause between two looks at a file that is not ready
 * @param fileTime longest wait for a file to be ready
 * @param patience longest time for one piece of a chunk; what is known then must do
 * @param shift time of a try after which no further piece is begun: what was answered is kept, and the record comes again
 * @param breakerFailures failures in a row after which a model is left alone
 * @param breakerTime how long it is left alone
 * @param switchAfter a pause of a model that lasts longer makes the next one serve; for shorter ones the record waits
 * @param snap farthest that a time is moved to a boundary that was measured
 */
@Validated
@ConfigurationProperties(prefix = "rushes.gemini", ignoreUnknownFields = false)
public record GeminiSettings(
        @DefaultValue("https://generativelanguage.googleapis.com")
        URI baseUrl,

        @Nullable Path keyFile,

        @DefaultValue({"gemini-3.5-flash-lite", "gemini-3.8-flash", "gemini-3.1-flash-lite"}) @NotEmpty
        List<String> models,

        @DefaultValue("2m") Duration longestPiece,
        @DefaultValue("8s") Duration shortestPiece,
        @DefaultValue("2") @Min(0) @Max(4) int deepestHalving,
        @DefaultValue("640") @Min(64) @Max(1920) int proxySide,
        @DefaultValue("2") @Min(1) @Max(24) int proxyRate,
        @DefaultValue("14MB") DataSize inlineLimit,
        @DefaultValue("8192") @Min(1024) @Max(65_536) int maxOutputTokens,
        @DefaultValue("3") @Min(1) @Max(10) int tries,
        @DefaultValue("2s") Duration backoffBase,
        @DefaultValue("30s") Duration backoffCap,
        @DefaultValue("45s") Duration callTime,
        @DefaultValue("1s") Duration callTimePerSecond,
        @DefaultValue("45s") Duration silence,
        @DefaultValue("20s") Duration requestTime,
        @DefaultValue("2s") Duration filePoll,
        @DefaultValue("2m") Duration fileTime,
        @DefaultValue("4m") Duration patience,
        @DefaultValue("2m") Duration shift,
        @DefaultValue("5") @Min(1) int breakerFailures,
        @DefaultValue("1m") Duration breakerTime,
        @DefaultValue("10m") Duration switchAfter,
        @DefaultValue("1200ms") Duration snap) {
    public GeminiSettings {
        models = List.copyOf(models);
        URI unused = GeminiAddress.checked(baseUrl, "rushes.gemini.base-url");
        if (!models.stream().allMatch(model -> model.matches("[a-z0-9][a-z0-9.-]{0,79}"))) {
            throw new IllegalArgumentException(
                    "Expected names of models such as gemini-3.5-flash-lite, but got " + models);
        }
    }

    CourseRules rules() {
        return new CourseRules(
                models, tries, shortestPiece.toMillis(), deepestHalving, backoffBase, backoffCap, maxOutputTokens);
    }

    Times times() {
        return new Times(callTime, callTimePerSecond, silence, requestTime, filePoll, fileTime);
    }
}
