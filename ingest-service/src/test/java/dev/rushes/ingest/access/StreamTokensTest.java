package dev.rushes.ingest.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class StreamTokensTest {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private static final String PATH = "/api/v1/jobs/1/events";
    private static final Caller CALLER = new Caller("acme", "key:1", Set.of(Scope.values()));

    private static StreamTokens at(Instant now, byte secret) {
        return new StreamTokens(new byte[] {secret}, Duration.ofMinutes(2), Clock.fixed(now, ZoneOffset.UTC));
    }

    @Test
    void aTokenLetsItsCallerLookAtOnePathForAWhile() {
        String token = at(NOON, (byte) 1).sign(CALLER, PATH).token();

        assertThat(at(NOON.plusSeconds(119), (byte) 1).read(token, PATH))
                .contains(new Caller("acme", "key:1", Set.of(Scope.USER_READ)));
        assertThat(at(NOON.plusSeconds(120), (byte) 1).read(token, PATH)).isEmpty();
        assertThat(at(NOON, (byte) 1).read(token, PATH + "/")).isEmpty();
        assertThat(at(NOON, (byte) 2).read(token, PATH)).isEmpty();
    }

    @Test
    void aThousandChangedTokensAreAllRefused() {
        StreamTokens tokens = at(NOON, (byte) 1);
        String token = tokens.sign(CALLER, PATH).token();
        String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.=";
        Random random = new Random(7);
        for (int round = 0; round < 1000; round++) {
            int at = random.nextInt(token.length());
            char other = alphabet.charAt(random.nextInt(alphabet.length()));
            String changed = random.nextBoolean()
                    ? token.substring(0, at) + other + token.substring(at + 1)
                    : token.substring(0, at) + other + token.substring(at);
            if (!changed.equals(token)) {
                assertThat(tokens.read(changed, PATH)).as(changed).isEmpty();
            }
        }
    }
}
