package dev.rushes.ingest.webhooks;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.rushes.ingest.webhooks.domain.HookType;
import dev.rushes.ingest.webhooks.domain.Logged.State;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** {@code docs/webhooks.md} shows code that runs, and names every type of events. */
class WebhookPageTest {
    private static final Path PAGE = Path.of("..", "docs", "webhooks.md");
    private static final Path EXAMPLE =
            Path.of("src", "test", "java", "dev", "rushes", "ingest", "webhooks", "ReceiverExample.java");

    @Test
    void theReceiverOfThePageIsTheOneThatIsTested() throws IOException {
        String source = Files.readString(EXAMPLE);

        assertThat(Pattern.compile("```java\\n(.*?)```", Pattern.DOTALL)
                        .matcher(Files.readString(PAGE))
                        .results()
                        .map(found -> found.group(1)))
                .isNotEmpty()
                .allSatisfy(block -> assertThat(plain(source)).contains(plain(block)));
    }

    @Test
    void everyTypeOfEventsIsOnThePageAndNoOther() throws IOException {
        assertThat(Pattern.compile("(?m)^\\| `([a-z_.]+)` \\|")
                        .matcher(Files.readString(PAGE))
                        .results()
                        .map((MatchResult found) -> found.group(1)))
                .containsExactlyInAnyOrderElementsOf(
                        Arrays.stream(HookType.values()).map(HookType::label).toList());
    }

    @Test
    void theReceiverOfThePageTakesWhatWeSendOnceAndRefusesWhatSomebodyElseSends() throws Exception {
        HttpServer http = HttpServer.create(new InetSocketAddress("127.0.0.2", 0), 0);
        try (WebhookLab lab = new WebhookLab()) {
            lab.name("hooks.example.com", "127.0.0.2");
            var made =
                    lab.endpoint("http://hooks.example.com:" + http.getAddress().getPort() + "/");
            ReceiverExample receiver = new ReceiverExample(made.secret().reveal());
            http.createContext("/", exchange -> {
                try (exchange) {
                    receiver.handle(exchange);
                } catch (GeneralSecurityException e) {
                    throw new IOException(e);
                }
            });
            http.start();

            var id = lab.test(made);
            assertThat(lab.state(made, id)).isEqualTo(State.DELIVERED);
            var unused =
                    lab.desk.replay(WebhookLab.TENANT, made.endpoint().id(), id).block();
            lab.deliver();
            assertThat(receiver.handled()).isEqualTo(1);

            var stranger = new ReceiverExample("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
            assertThat(stranger.isGenuine("id", "1", "v1,x", new byte[0])).isFalse();
            assertThat(receiver.isGenuine(
                            id.toString(), Long.toString(System.currentTimeMillis() / 1000), "v1,AAAA", new byte[0]))
                    .isFalse();
        } finally {
            http.stop(0);
        }
    }

    /** Indentation and line breaks are the formatter's. */
    private static String plain(String code) {
        return code.replaceAll("\\s+", "");
    }
}
