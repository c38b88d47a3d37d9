package dev.rushes.analysis.gemini;

import dev.rushes.analysis.analyzer.Analyzer;
import dev.rushes.analysis.gemini.domain.Course;
import dev.rushes.analysis.gemini.domain.ModelStandings;
import dev.rushes.analysis.gemini.domain.PriceList;
import dev.rushes.analysis.gemini.http.FileClient;
import dev.rushes.analysis.gemini.http.ModelClient;
import dev.rushes.media.ffmpeg.Ffmpeg;
import dev.rushes.media.ffmpeg.ToolLimits;
import dev.rushes.media.store.ObjectStore;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.springframework.http.client.reactive.ReactorClientHttpConnector;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;

/** Puts the analyzer together. */
public final class GeminiConfiguration {
    private static final int CONNECTIONS = 16;
    private static final int LARGEST_BODY = 1 << 20;
    private static final Duration CONNECT = Duration.ofSeconds(10);

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
        WebClient client = client(settings);
        return new Tools(
                settings,
                new ModelClient(client, key, settings.times()),
                new FileClient(client, key, settings.times()),
                new Proxy(machine.ffmpeg(), machine.limits(), settings.proxySide(), settings.proxyRate()),
                new AnswerStore(machine.store()),
                new Course(settings.rules()),
                new ModelStandings(settings.breakerFailures(), settings.breakerTime()),
                prices(),
                machine.clock());
    }

    private static WebClient client(GeminiSettings settings) {
        HttpClient http = HttpClient.create(ConnectionProvider.builder("gemini")
                        .maxConnections(CONNECTIONS)
                        .maxIdleTime(Duration.ofSeconds(30))
                        .build())
                .option(io.netty.channel.ChannelOption.CONNECT_TIMEOUT_MILLIS, Math.toIntExact(CONNECT.toMillis()))
                // A request that was sent once is not sent again by the library: it may have been paid.
                .disableRetry(true)
                .followRedirect(false);
        return WebClient.builder()
                .baseUrl(settings.baseUrl().toString())
                .clientConnector(new ReactorClientHttpConnector(http))
                .codecs(codecs -> codecs.defaultCodecs().maxInMemorySize(LARGEST_BODY))
                .build();
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
