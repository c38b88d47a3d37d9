package dev.rushes.ingest.webhooks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rushes.events.WebhookDue;
import dev.rushes.ingest.webhooks.domain.Logged.State;
import dev.rushes.runtime.engine.Letter;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Deliveries as a receiver sees them, through the runtime's engine and real sockets; signatures are judged by the reference library. */
class WebhookStageTest {
    private WebhookLab lab;
    private Receiver receiver;

    @BeforeEach
    void open() throws IOException {
        lab = new WebhookLab(Duration.ofDays(5), Duration.ofSeconds(2));
        receiver = new Receiver("127.0.0.2");
        lab.name("hooks.example.com", "127.0.0.2");
    }

    @AfterEach
    void close() throws IOException {
        lab.close();
        receiver.close();
    }

    private String url() {
        return "http://hooks.example.com:" + receiver.port() + "/rushes?token=hush";
    }

    @Test
    void aReceiverGetsWhatItCanVerify() {
        var made = lab.endpoint(url());

        UUID id = lab.test(made);

        Receiver.Got got = receiver.got.getFirst();
        WebhookLab.verify(made.secret(), got);
        assertThat(got.header("webhook-id")).isEqualTo(id.toString());
        assertThat(got.header("content-type")).isEqualTo("application/json");
        assertThat(got.header("host")).isEqualTo("hooks.example.com:" + receiver.port());
        assertThat(got.body()).contains("\"type\":\"webhook.test\"", "\"timestamp\":", "\"data\":");
        assertThat(lab.state(made, id)).isEqualTo(State.DELIVERED);
        assertThat(lab.log(made, id).tries()).singleElement().satisfies(attempt -> {
            assertThat(attempt.status()).contains(204);
            assertThat(attempt.problem()).isEmpty();
        });
    }

    static Stream<Arguments> whateverAReceiverDoes() {
        return Stream.of(
                Arguments.of("answers 500", Receiver.status(500), "500"),
                Arguments.of("answers 404", Receiver.status(404), "404"),
                Arguments.of("answers 304", Receiver.status(304), "304"),
                Arguments.of("says nothing", Receiver.silence(), "within 2 seconds"),
                Arguments.of("resets", Receiver.reset(), "Expected to reach"),
                Arguments.of("never ends its head", Receiver.endlessHead(), "Expected to reach"),
                Arguments.of("fails and talks without end", Receiver.endless(500), "500"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void whateverAReceiverDoes(String what, Receiver.Answer answer, String told) {
        receiver.answering(answer);
        var made = lab.endpoint(url());

        UUID id = lab.test(made);

        assertThat(lab.state(made, id)).isEqualTo(State.RETRYING);
        assertThat(lab.log(made, id).tries().getFirst().problem())
                .contains(told)
                .doesNotContain("hush", "SECRET-IN-THE-ANSWER", "Exception");
        lab.harness.advance(Duration.ofSeconds(6));
        lab.harness.settle();
        assertThat(lab.state(made, id)).isEqualTo(State.DELIVERED);
        assertThat(receiver.got).hasSize(2).allSatisfy(got -> {
            assertThat(got.header("webhook-id")).isEqualTo(id.toString());
            WebhookLab.verify(made.secret(), got);
        });
    }

    @Test
    void anAnswerThatNeverEndsIsASuccessOfWhichOnlyTheHeadIsRead() {
        receiver.answering(Receiver.endless(200));
        var made = lab.endpoint(url());

        assertThat(lab.state(made, lab.test(made))).isEqualTo(State.DELIVERED);
    }

    @Test
    void aRedirectToWithinIsAFailureAndNobodyGoesThere() throws IOException {
        try (Receiver canary = new Receiver("127.0.0.1")) {
            receiver.answering(
                    Receiver.status(302, "Location: http://127.0.0.1:" + canary.port() + "/"),
                    Receiver.status(307, "Location: http://127.0.0.1:" + canary.port() + "/"));
            var made = lab.endpoint(url());

            UUID id = lab.test(made);
            lab.harness.advance(Duration.ofSeconds(6));
            lab.harness.settle();

            assertThat(lab.log(made, id).tries()).hasSize(2).allSatisfy(attempt -> assertThat(attempt.problem())
                    .contains("redirects are not followed"));
            assertThat(canary.connections()).isZero();
        }
    }

    @Test
    void aNameThatLeadsElsewhereTheSecondTimeIsNotAskedASecondTime() throws IOException {
        try (Receiver canary = new Receiver("127.0.0.1")) {
            lab.name("rebinding.example.com", "127.0.0.2", "127.0.0.1");
            var made = lab.endpoint("http://rebinding.example.com:" + receiver.port() + "/");
            receiver.answering(Receiver.status(500));

            UUID id = lab.test(made);
            assertThat(lab.lookups).hasValue(1);
            assertThat(receiver.got).hasSize(1);

            lab.harness.advance(Duration.ofSeconds(6));
            lab.harness.settle();
            assertThat(lab.log(made, id).tries().getLast().problem()).contains("a loopback address");
            assertThat(receiver.got).hasSize(1);
            assertThat(canary.connections()).isZero();
        }
    }

    static Stream<String> oneBadAddressIsEnough() {
        return Stream.of(
                "127.0.0.1", "127.0.0.2 127.0.0.1", "10.0.0.1", "169.254.169.254", "::1", "127.0.0.2 fd00:ec2::254");
    }

    @ParameterizedTest
    @MethodSource
    void oneBadAddressIsEnough(String addresses) throws IOException {
        try (Receiver canary = new Receiver("127.0.0.1")) {
            lab.name("mixed.example.com", addresses);
            var made = lab.endpoint("http://mixed.example.com:" + canary.port() + "/");

            UUID id = lab.test(made);

            assertThat(lab.log(made, id).tries().getFirst().problem())
                    .contains("Expected a host on the public internet");
            assertThat(canary.connections()).isZero();
            assertThat(receiver.connections()).isZero();
        }
    }

    @Test
    void triesGoOnForADayAndEndWithTheDeadLetters() {
        var made = lab.endpoint(url());
        receiver.answering(Stream.generate(() -> Receiver.status(503)).limit(50).toArray(Receiver.Answer[]::new));
        var begin = lab.harness.now();

        UUID id = lab.test(made);
        Duration longest = Duration.ZERO;
        for (int more = 0; more < 20 && lab.state(made, id) == State.RETRYING; more++) {
            var due = lab.harness.retries().getLast().due();
            longest = Duration.between(begin, due);
            lab.harness.advance(Duration.between(lab.harness.now(), due));
            lab.harness.settle();
        }

        assertThat(lab.state(made, id)).isEqualTo(State.FAILED);
        assertThat(receiver.got).hasSize(10);
        assertThat(longest).isBetween(Duration.ofHours(24), Duration.ofHours(27));
        assertThat(lab.harness.deadLetters()).hasSize(1);
        assertThat(lab.harness.unfinished()).isZero();
    }

    @Test
    void whoeverAsksForTimeGetsIt() {
        receiver.answering(Receiver.status(429, "Retry-After: 600"));
        var made = lab.endpoint(url());

        UUID _ = lab.test(made);

        assertThat(Duration.between(
                        lab.harness.now(), lab.harness.retries().getFirst().due()))
                .isBetween(Duration.ofSeconds(599), Duration.ofSeconds(601));
    }

    @Test
    void fourHundredAndTenDisablesTheEndpointAndTheOthersHearOfIt() {
        receiver.answering(Receiver.status(410));
        var gone = lab.endpoint(url(), "job.*");
        var other = lab.endpoint(url(), "webhook.disabled");

        UUID id = lab.test(gone);

        assertThat(lab.state(gone, id)).isEqualTo(State.FAILED);
        var endpoint = lab.desk
                .find(WebhookLab.TENANT, gone.endpoint().id())
                .blockOptional()
                .orElseThrow();
        assertThat(endpoint.isEnabled()).isFalse();
        assertThat(endpoint.standing().why()).contains("410");
        assertThat(lab.harness.retries()).isEmpty();
        assertThat(lab.audit).singleElement().satisfies(entry -> {
            assertThat(entry.deed().action()).isEqualTo("webhooks.disable");
            assertThat(entry.subject().tenant()).isEqualTo(WebhookLab.TENANT);
        });
        lab.deliver();
        assertThat(receiver.got.getLast().body())
                .contains("webhook.disabled", gone.endpoint().id().toString());
        WebhookLab.verify(other.secret(), receiver.got.getLast());
    }

    @Test
    void aDisabledEndpointGetsNothingUntilItIsEnabledAndReplayed() {
        var made = lab.endpoint(url());
        var wish = new WebhookDesk.Wish(Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(false));
        var unused =
                lab.desk.change(WebhookLab.TENANT, made.endpoint().id(), wish).block();

        UUID id = lab.test(made);
        assertThat(receiver.got).isEmpty();
        assertThat(lab.state(made, id)).isEqualTo(State.FAILED);

        var enabled = new WebhookDesk.Wish(Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(true));
        var _ = lab.desk
                .change(WebhookLab.TENANT, made.endpoint().id(), enabled)
                .block();
        assertThat(lab.desk
                        .replayFailed(WebhookLab.TENANT, made.endpoint().id())
                        .block())
                .isEqualTo(1);
        lab.deliver();
        assertThat(receiver.got).singleElement().satisfies(got -> assertThat(got.header("webhook-id"))
                .isEqualTo(id.toString()));
        assertThat(lab.state(made, id)).isEqualTo(State.DELIVERED);
    }

    @Test
    void anEndpointThatTakesNothingForTooLongIsGivenUp() throws IOException {
        lab.close();
        lab = new WebhookLab(Duration.ZERO, Duration.ofSeconds(2));
        lab.name("hooks.example.com", "127.0.0.2");
        receiver.answering(Receiver.status(500));
        var made = lab.endpoint(url());

        UUID id = lab.test(made);

        assertThat(lab.desk
                        .find(WebhookLab.TENANT, made.endpoint().id())
                        .blockOptional()
                        .orElseThrow()
                        .isEnabled())
                .isFalse();
        assertThat(lab.state(made, id)).isEqualTo(State.FAILED);
        assertThat(lab.audit).hasSize(1);
        assertThat(lab.harness.retries()).isEmpty();
    }

    @Test
    void afterARotationTheOldAndTheNewSecretVerifyAndAfterTheOverlapOnlyTheNew() {
        var made = lab.endpoint(url());
        var rotated = lab.desk
                .rotate(WebhookLab.TENANT, made.endpoint().id(), Optional.empty(), Optional.of(Duration.ofHours(1)))
                .blockOptional()
                .orElseThrow();
        UUID _ = lab.test(made);

        WebhookLab.verify(made.secret(), receiver.got.getFirst());
        WebhookLab.verify(rotated.secret(), receiver.got.getFirst());

        var last = lab.desk
                .rotate(WebhookLab.TENANT, made.endpoint().id(), Optional.empty(), Optional.of(Duration.ZERO))
                .blockOptional()
                .orElseThrow();
        UUID _ = lab.test(made);
        WebhookLab.verify(last.secret(), receiver.got.getLast());
        assertThat(receiver.got.getLast().header("webhook-signature").split(" "))
                .hasSize(1);
    }

    @Test
    void whatHasArrivedIsNotSentAgainHoweverOftenItIsHandedIn() {
        var made = lab.endpoint(url());
        UUID id = lab.test(made);

        lab.harness.redeliverAll();
        lab.harness.settle();
        assertThat(receiver.got).hasSize(1);

        var unused =
                lab.desk.replay(WebhookLab.TENANT, made.endpoint().id(), id).block();
        lab.deliver();
        assertThat(receiver.got).hasSize(2).allSatisfy(got -> assertThat(got.header("webhook-id"))
                .isEqualTo(id.toString()));
        assertThat(receiver.got.getFirst().body())
                .isEqualTo(receiver.got.getLast().body());
    }

    @Test
    void aProcessThatDiesBeforeItHasKeptTheRetryTriesAgainWithTheSameIdentifier() {
        receiver.answering(Receiver.status(500));
        var made = lab.endpoint(url());
        lab.harness.crashBefore(Letter.Again.class::isInstance);
        UUID id = lab.desk
                .test(WebhookLab.TENANT, made.endpoint().id())
                .blockOptional()
                .orElseThrow()
                .id();
        lab.deliver();
        org.awaitility.Awaitility.await().until(lab.harness::crashed);

        lab.harness.restart();
        lab.harness.settle();

        assertThat(receiver.got).hasSize(2).allSatisfy(got -> assertThat(got.header("webhook-id"))
                .isEqualTo(id.toString()));
        assertThat(lab.state(made, id)).isEqualTo(State.DELIVERED);
    }

    @Test
    void theStageTellsNothingAboutJobsBecauseItsRecordsAreNone() {
        receiver.answering(Receiver.status(500));
        var made = lab.endpoint(url());

        UUID _ = lab.test(made);

        assertThat(lab.harness.events()).isEmpty();
        assertThat(lab.harness.sent()).hasOnlyElementsOfType(Letter.Again.class);
    }

    @Test
    void anEndpointThatIsGoneIsNotTold() {
        var made = lab.endpoint(url());
        var _ = lab.desk.test(WebhookLab.TENANT, made.endpoint().id()).block();
        assertThat(lab.desk.remove(WebhookLab.TENANT, made.endpoint().id()).block())
                .isTrue();

        lab.deliver();

        assertThat(receiver.got).isEmpty();
        assertThat(lab.harness.unfinished()).isZero();
    }

    @Test
    void noSecretIsInTheDatabaseOrOnTheTopicAsItIs() {
        var made = lab.endpoint(url());
        var _ = lab.desk.test(WebhookLab.TENANT, made.endpoint().id()).block();
        String bare = made.secret().reveal();

        List<String> rows = lab.access
                .ofAll(lab.database
                        .sql("select secret from webhooks.endpoints")
                        .map((row, _) -> String.valueOf(row.get("secret", String.class)))
                        .all())
                .collectList()
                .blockOptional()
                .orElseThrow();
        assertThat(rows).hasSize(1).noneMatch(row -> row.contains(bare.substring(6)));
        assertThat(lab.posted).singleElement().isInstanceOf(WebhookDue.class);
        assertThat(lab.posted.toString()).doesNotContain(bare, url());
    }
}
