package dev.rushes.analysis.gemini;

import dev.rushes.analysis.analyzer.Analyzer;
import dev.rushes.analysis.gemini.domain.Course;
import dev.rushes.analysis.gemini.domain.ModelStandings;
import dev.rushes.analysis.gemini.domain.PriceList;
import dev.rushes.analysis.gemini.http.FileClient;
import dev.rushes.analysis.gemini.http.ModelClient;
import dev.rushes.gemini.GeminiKey;
import dev.rushes.gemini.http.GeminiWeb;
import dev.rushes.media.ffmpeg.Ffmpeg;
import dev.rushes.media.ffmpeg.ToolLimits;
import dev.rushes.media.store.ObjectStore;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.springframework.web.reactive.function.client.WebClient;

/** Puts the analyzer together. */
public final class GeminiConfiguration {
    /** What an analyzer needs of this machine. */
    public record Machine(
            Ffmpeg ffmpeg, ToolLimits limits, ObjectStore store, Clock clock, Map<String, String> environment) {
        public Machine {
            environment = Map.copyOf(environment);
        }
    }

    private GeminiConfiguration() {}

    /** The analyzer; without a key it leaves all to the local one. */
    public static GeminiAnalyzer analyzer(GeminiSettings settings, Analyzer local, Machine machine) {
        Optional<GeminiKey> key = GeminiKey.find(settings.keyFile(), machine.environment());
        return new GeminiAnalyzer(local, key.map(its -> tools(settings, its, machine)));
    }

    static Tools tools(GeminiSettings settings, GeminiKey key, Machine machine) {
        WebClient client = GeminiWeb.client("gemini", settings.baseUrl());
        return new Tools(
                settings,
                new ModelClient(client, key, settings.times()),
                new FileClient(client, key, settings.times()),
                new Proxy(machine.ffmpeg(), machine.limits(), settings.proxySide(), settings.proxyRate()),
                new AnswerStore(machine.store(), UUID.randomUUID()),
                new Course(settings.rules()),
                new ModelStandings(settings.breakerFailures(), settings.breakerTime()),
                prices(),
                machine.clock());
    }

    /** The price list that this version came with. */
    static PriceList prices() {
        try (InputStream list = Objects.requireNonNull(
                GeminiConfiguration.class.getResourceAsStream("/dev/rushes/analysis/gemini/prices.csv"))) {
            return PriceList.parse(new String(list.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }
}
