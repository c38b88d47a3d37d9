package dev.rushes.ingest.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** What can't be read as a request, or as the body of one, is answered nevertheless, whatever stands before it on the connection. */
@ExtendWith(OutputCaptureExtension.class)
class UnreadableRequestsTest {
    private static final String GOOD = "GET /api/v1/access HTTP/1.1\r\nHost: localhost\r\n\r\n";

    private static final String POST =
            "POST /api/v1/jobs HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n";

    @TempDir
    static Path folder;

    private static ApiServer server;

    @BeforeAll
    static void start() {
        server = ApiServer.start(folder);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {5_000, 20_000, 1_000_000})
    void anAddressThatIsTooLongGetsAProblemOfWhateverLengthItIs(int length) throws IOException {
        double before = counted("ADDRESS_TOO_LONG");

        assertThat(said(tooLong(length)))
                .startsWith("HTTP/1.1 414 ")
                .contains("content-type: application/problem+json", "\"code\":\"ADDRESS_TOO_LONG\"");
        assertThat(counted("ADDRESS_TOO_LONG")).isEqualTo(before + 1);
    }

    @Test
    void headersThatAreTooLargeGetAProblem() throws IOException {
        assertThat(said("GET / HTTP/1.1\r\nHost: localhost\r\nX-Long: " + "y".repeat(20_000) + "\r\n\r\n"))
                .startsWith("HTTP/1.1 431 ")
                .contains("\"code\":\"HEADERS_TOO_LARGE\"");
    }

    @Test
    void whatIsNoRequestGetsAProblem() throws IOException {
        assertThat(said("\u0016\u0003\u0001\u0002 what is this?\r\n\r\n"))
                .startsWith("HTTP/1.1 400 ")
                .contains("\"code\":\"REQUEST_MALFORMED\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"zz\r\n{}\r\n", "5\r\n{\"a\":\r\nzz\r\n1}\r\n", "fffffffff\r\n{}"})
    void aBodyWhoseChunksCannotBeReadGetsAProblemAndIsNoFaultOfOurs(String chunks, CapturedOutput log)
            throws IOException {
        double before = counted("REQUEST_MALFORMED");

        for (String request : List.of(
                POST, POST.replace("jobs", "uploads"), POST.replace("POST", "GET"), POST.replace("jobs", "nowhere"))) {
            assertThat(said(request + chunks))
                    .as(request)
                    .startsWith("HTTP/1.1 400 ")
                    .contains("application/problem+json", "\"code\":\"REQUEST_MALFORMED\"")
                    .containsOnlyOnce("HTTP/1.1 ");
        }
        assertThat(counted("REQUEST_MALFORMED")).isEqualTo(before + 4);
        assertIsALineEach(log, 4);
    }

    @Test
    void aBrokenBodySpoilsNoAnswerThatIsOwedBeforeIt(CapturedOutput log) throws IOException {
        String all = said(GOOD + GOOD + POST + "5\r\n{\"a\":\r\nzz\r\n");

        assertThat(all.split("HTTP/1.1 200 OK", -1)).hasSize(3);
        assertThat(all.lastIndexOf("HTTP/1.1 400 ")).isGreaterThan(all.lastIndexOf("HTTP/1.1 200 OK"));
        assertIsALineEach(log, 1);
    }

    /** What is answered before its body is read stays answered so. */
    @Test
    void aBodyThatBreaksAfterItsAnswerHasBegunEndsTheConnectionOnly(CapturedOutput log) throws IOException {
        try (Socket socket = socket()) {
            socket.getOutputStream()
                    .write(bytes(POST.replace("Content-Type: application/json", "Expect: 100-continue")));
            String head = "";
            while (!head.endsWith("}")) {
                head += (char) socket.getInputStream().read();
            }
            assertThat(head).startsWith("HTTP/1.1 415 ");
            socket.getOutputStream().write(bytes("zz\r\n"));
            assertThat(rest(socket)).isEmpty();
        } catch (SocketException closed) {
            // The connection was to end with the answer, and a system may tell it so.
        }
        assertThat(log.getAll()).doesNotContain(" ERROR ", "\tat ");
    }

    private static void assertIsALineEach(CapturedOutput log, int times) {
        assertThat(log.getAll().lines().filter(line -> line.contains("is refused with REQUEST_MALFORMED")))
                .hasSize(times);
        assertThat(log.getAll()).doesNotContain(" ERROR ", " WARN ", "\tat ");
    }

    @Test
    void answersThatAreOwedComeFirst() throws IOException {
        String all = said(GOOD + GOOD + tooLong(5_000));

        assertThat(all.split("HTTP/1.1 200 OK", -1)).hasSize(3);
        assertThat(all.lastIndexOf("HTTP/1.1 414 ")).isGreaterThan(all.lastIndexOf("HTTP/1.1 200 OK"));
    }

    /** It comes while the server still winds up the one before: whoever sends on at once hits that moment now and then. */
    @Test
    void nobodyWaitsForAnAnswerInVain() throws IOException {
        for (int round = 0; round < 200; round++) {
            try (Socket socket = socket()) {
                socket.getOutputStream().write(bytes(GOOD));
                String head = "";
                while (!head.endsWith("}")) {
                    head += (char) socket.getInputStream().read();
                }
                socket.getOutputStream().write(bytes(tooLong(5_000)));
                assertThat(rest(socket)).as("round %d", round).startsWith("HTTP/1.1 414 ");
            }
        }
    }

    private static String tooLong(int length) {
        return "GET /api/v1/jobs/" + "x".repeat(length) + " HTTP/1.1\r\nHost: localhost\r\n\r\n";
    }

    /** All that is answered until the server hangs up. */
    private static String said(String request) throws IOException {
        try (Socket socket = socket()) {
            socket.getOutputStream().write(bytes(request));
            return rest(socket);
        }
    }

    private static Socket socket() throws IOException {
        Socket socket = new Socket("127.0.0.1", server.address("/").getPort());
        socket.setTcpNoDelay(true);
        socket.setSoTimeout((int) Duration.ofSeconds(20).toMillis());
        return socket;
    }

    private static String rest(Socket socket) throws IOException {
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static double counted(String code) {
        return server.context
                .getBean(MeterRegistry.class)
                .counter(ApiMeter.UNREADABLE.meterName(), "code", code)
                .count();
    }
}
