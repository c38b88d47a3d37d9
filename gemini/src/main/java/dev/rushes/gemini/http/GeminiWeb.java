package dev.rushes.gemini.http;

import io.netty.channel.ChannelOption;
import java.net.URI;
import java.time.Duration;
import org.springframework.http.client.reactive.ReactorClientHttpConnector;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;

/** Makes the client of the service. */
public final class GeminiWeb {
    private static final int CONNECTIONS = 16;
    private static final int LARGEST_BODY = 1 << 20;
    private static final Duration CONNECT = Duration.ofSeconds(10);

    private GeminiWeb() {}

    /**
     * A client with connections of its own.
     *
     * @param name of its connections, for meters
     * @param address of the service, without a path
     */
    public static WebClient client(String name, URI address) {
        HttpClient http = HttpClient.create(ConnectionProvider.builder(name)
                        .maxConnections(CONNECTIONS)
                        .maxIdleTime(Duration.ofSeconds(30))
                        .build())
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, Math.toIntExact(CONNECT.toMillis()))
                // A request that was sent once is not sent again by the library: it may have been paid.
                .disableRetry(true)
                .followRedirect(false);
        return WebClient.builder()
                .baseUrl(address.toString())
                .clientConnector(new ReactorClientHttpConnector(http))
                .codecs(codecs -> codecs.defaultCodecs().maxInMemorySize(LARGEST_BODY))
                .build();
    }
}
