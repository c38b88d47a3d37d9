package dev.rushes.ingest.access.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Keys, failures and claims, without a clock and without a database. */
class AccessDecisionsTest {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private static KeyText key(long seed) {
        Random random = new Random(seed);
        byte[] id = new byte[KeyText.ID_BYTES];
        byte[] secret = new byte[KeyText.SECRET_BYTES];
        random.nextBytes(id);
        random.nextBytes(secret);
        return KeyText.of(id, secret);
    }

    @Test
    void aKeyIsReadAsItWasMadeAndItsTextAloneTellsItsSecret() {
        for (long seed = 0; seed < 200; seed++) {
            KeyText key = key(seed);

            KeyText read = KeyText.parse(key.reveal()).orElseThrow();
            assertThat(read.id()).isEqualTo(key.id());
            assertThat(read.digest()).isEqualTo(key.digest());
            assertThat(key.toString()).isEqualTo("rsk_" + key.id() + "_…");
        }
    }

    @Test
    void whatIsNoKeyIsNotRead() {
        String good = key(1).reveal();
        for (String bad : List.of(
                "",
                good + "A",
                good.substring(1),
                good.toUpperCase(java.util.Locale.ROOT),
                " " + good,
                good + "\n",
                good.replace("rsk_", "rsk-"),
                good.substring(0, good.length() - 1) + "=",
                good.substring(0, good.length() - 1) + "é")) {
            assertThat(KeyText.parse(bad)).as(bad).isEmpty();
        }
    }

    @Test
    void aKeyStandsUntilItsEndOrItsRevocation() {
        byte[] digest = key(1).digest();
        Standing.Kept forever = new Standing.Kept(digest, Optional.empty(), Optional.empty());
        Standing.Kept untilNoon = new Standing.Kept(digest, Optional.of(NOON), Optional.empty());
        Standing.Kept revoked = new Standing.Kept(digest, Optional.of(NOON), Optional.of(NOON));

        assertThat(Standing.of(Optional.of(forever), digest, NOON)).isEqualTo(Standing.GOOD);
        assertThat(Standing.of(Optional.of(untilNoon), digest, NOON.minusNanos(1)))
                .isEqualTo(Standing.GOOD);
        assertThat(Standing.of(Optional.of(untilNoon), digest, NOON)).isEqualTo(Standing.EXPIRED);
        assertThat(Standing.of(Optional.of(revoked), digest, NOON)).isEqualTo(Standing.REVOKED);
        assertThat(Standing.since(Optional.of(revoked), NOON)).isEqualTo(Standing.REVOKED);
        assertThat(Standing.since(Optional.empty(), NOON)).isEqualTo(Standing.UNKNOWN);
    }

    @Test
    void whoDoesNotKnowTheSecretLearnsNothingOfTheKey() {
        Standing.Kept revoked = new Standing.Kept(key(1).digest(), Optional.of(NOON), Optional.of(NOON));

        assertThat(Standing.of(Optional.of(revoked), key(2).digest(), NOON)).isEqualTo(Standing.UNKNOWN);
        assertThat(Standing.of(Optional.empty(), key(2).digest(), NOON)).isEqualTo(Standing.UNKNOWN);
        assertThat(Standing.of(Optional.empty(), new byte[32], NOON))
                .as("the stand-in for a missing digest proves nothing")
                .isEqualTo(Standing.UNKNOWN);
    }

    @Test
    void whoFailsTooOftenWaitsUntilItsWindowIsOverAndNobodyElseDoes() {
        FailureBook book = new FailureBook(3, MINUTE, 100);
        for (int second = 0; second < 3; second++) {
            assertThat(book.wait("a", NOON.plusSeconds(second))).isZero();
            book.failed("a", NOON.plusSeconds(second));
        }

        assertThat(book.wait("a", NOON.plusSeconds(10))).isEqualTo(Duration.ofSeconds(50));
        assertThat(book.wait("b", NOON.plusSeconds(10))).isZero();
        assertThat(book.wait("a", NOON.plus(MINUTE))).isZero();
        book.failed("a", NOON.plus(MINUTE));
        assertThat(book.wait("a", NOON.plus(MINUTE))).as("a new window").isZero();
    }

    @Test
    void aMillionAddressesTakeTheMemoryOfAThousand() {
        FailureBook book = new FailureBook(1, MINUTE, 1000);
        for (int address = 0; address < 1_000_000; address++) {
            book.failed("address-" + address, NOON);
        }

        assertThat(book.size()).isEqualTo(1000);
        assertThat(book.wait("address-999999", NOON)).isEqualTo(MINUTE);
        assertThat(book.wait("address-0", NOON)).as("forgotten").isZero();
    }

    @Test
    void claimsAreReadWhereTheSettingsSayAndNeverGuessed() {
        Map<String, Object> claims = Map.of(
                "tenant",
                "acme",
                "org",
                Map.of("id", "acme-2"),
                "https://example.com/tenant",
                "acme-3",
                "roles",
                List.of("rushes-user", "rushes-operator:read", "admin", 7),
                "scope",
                "openid rushes-user  rushes-user:read",
                "realm_access",
                Map.of("roles", List.of("rushes-operator")));

        assertThat(new TokenClaims("tenant", "roles", "").tenant(claims)).contains("acme");
        assertThat(new TokenClaims("org.id", "roles", "").tenant(claims)).contains("acme-2");
        assertThat(new TokenClaims("https://example.com/tenant", "roles", "").tenant(claims))
                .contains("acme-3");
        assertThat(new TokenClaims("org", "roles", "").tenant(claims))
                .as("an object")
                .isEmpty();
        assertThat(new TokenClaims("org.name", "roles", "").tenant(claims)).isEmpty();
        assertThat(new TokenClaims("tenant.id", "roles", "").tenant(claims)).isEmpty();
        assertThat(new TokenClaims("tenant", "roles", "rushes-").roles(claims))
                .containsExactly("user", "operator:read");
        assertThat(new TokenClaims("tenant", "scope", "rushes-").roles(claims)).containsExactly("user", "user:read");
        assertThat(new TokenClaims("tenant", "realm_access.roles", "rushes-").roles(claims))
                .containsExactly("operator");
        assertThat(new TokenClaims("tenant", "org", "").roles(claims)).isEmpty();
        assertThat(new TokenClaims("tenant", "nothing", "").roles(claims)).isEmpty();
    }
}
