package dev.rushes.ingest.webhooks.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rushes.ingest.ledger.domain.FactType;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What an answer means, when an endpoint is lost, and which of two ends counts. */
class WebhookRulesTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final ReplyRule REPLIES = new ReplyRule(Duration.ofHours(24));

    @ParameterizedTest
    @ValueSource(ints = {200, 201, 202, 204, 299})
    void everyTwoHundredIsASuccess(int status) {
        assertThat(REPLIES.read(status, Optional.empty(), NOW)).isEqualTo(new Reply.Taken());
    }

    @ParameterizedTest
    @ValueSource(ints = {100, 301, 302, 303, 307, 308, 400, 401, 404, 409, 429, 500, 502, 503, 504, 599, 0, 999})
    void everythingElseIsAFailureAlsoARedirect(int status) {
        assertThat(REPLIES.read(status, Optional.empty(), NOW)).isInstanceOf(Reply.Refused.class);
    }

    @Test
    void fourHundredAndTenEndsIt() {
        assertThat(REPLIES.read(410, Optional.empty(), NOW)).isEqualTo(new Reply.Gone());
    }

    @ParameterizedTest(name = "Retry-After {0} is a wait of {1}")
    @CsvSource(delimiter = '|', textBlock = """
                    0                             | PT0S
                    120                           | PT2M
                    999999999                     | PT24H
                    Thu, 01 Jan 2026 00:05:00 GMT | PT5M
                    Wed, 31 Dec 2025 00:00:00 GMT | PT0S
                    """)
    void whoeverAsksForTimeGetsItWithinReason(String header, Duration wait) {
        assertThat(REPLIES.read(503, Optional.of(header), NOW))
                .isInstanceOfSatisfying(Reply.Refused.class, refused -> assertThat(refused.notBefore())
                        .contains(wait));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-1", "soon", "1.5", "99999999999"})
    void whatIsNoTimeIsNoWish(String header) {
        assertThat(REPLIES.read(429, Optional.of(header), NOW))
                .isInstanceOfSatisfying(Reply.Refused.class, refused -> assertThat(refused.notBefore())
                        .isEmpty());
    }

    @Test
    void anEndpointIsLostWhenNothingHasArrivedForThatLong() {
        HealthRule rule = new HealthRule(Duration.ofDays(5));

        assertThat(rule.isLost(Optional.empty(), NOW)).isFalse();
        assertThat(rule.isLost(Optional.of(NOW), NOW)).isFalse();
        assertThat(rule.isLost(Optional.of(NOW.minus(Duration.ofDays(5)).plusMillis(1)), NOW))
                .isFalse();
        assertThat(rule.isLost(Optional.of(NOW.minus(Duration.ofDays(5))), NOW)).isTrue();
    }

    @Test
    void ofTwoEndsOfARunTheFirstCountsAndALaterRunHasAnEndOfItsOwn() {
        News completed = news("acme", 1, FactType.COMPLETED);
        JobStanding standing = JobStanding.before(completed).after(completed).orElseThrow();

        assertThat(standing.after(news("acme", 1, FactType.CANCELLED))).isEmpty();
        assertThat(standing.after(news("acme", 1, FactType.FAILED))).isEmpty();
        assertThat(standing.after(news("acme", 2, FactType.FAILED))).isPresent();
    }

    @Test
    void newsThatClaimAnotherOwnerDoNotCount() {
        JobStanding standing = JobStanding.before(news("acme", 1, FactType.REQUESTED));

        assertThat(standing.after(news("other", 1, FactType.COMPLETED))).isEmpty();
    }

    private static News news(String tenant, int run, FactType fact) {
        return new News(
                UUID.fromString("6f7f1f0e-6d1c-4a52-9f4b-222222222222"),
                NOW,
                tenant,
                UUID.fromString("6f7f1f0e-6d1c-4a52-9f4b-111111111111"),
                run,
                fact,
                Optional.empty(),
                new News.Place(Optional.empty(), Optional.empty(), 1),
                Optional.empty(),
                List.of(),
                Optional.empty());
    }
}
