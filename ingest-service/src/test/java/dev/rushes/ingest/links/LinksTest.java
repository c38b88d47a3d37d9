package dev.rushes.ingest.links;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rushes.ingest.links.LinkSigner.Verdict;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LinksTest {
    private static final byte[] SECRET = "a secret of the tests, longer than 32 bytes".getBytes(StandardCharsets.UTF_8);
    private static final Instant NOW = Instant.parse("2026-03-01T10:00:30Z");
    private static final Grant GRANT = new Grant(
            "default",
            "tenants/default/jobs/1/renders/film.mp4",
            Grant.Disposition.INLINE,
            "video/mp4",
            "birthday – film.mp4");

    private final LinkSigner signer = at(NOW);

    @Test
    void aLinkIsGoodForItsTimeAndNotLonger() {
        LinkSigner.Token token = signer.sign(GRANT);

        assertThat(signer.verify(token.token())).isEqualTo(new Verdict.Good(GRANT, token.expires()));
        assertThat(at(token.expires().minusSeconds(1)).verify(token.token()))
                .isEqualTo(new Verdict.Good(GRANT, token.expires()));
        assertThat(at(token.expires()).verify(token.token())).isEqualTo(new Verdict.Expired());
        assertThat(Duration.between(NOW, token.expires())).isBetween(Duration.ofMinutes(14), Duration.ofMinutes(15));
    }

    @Test
    void noLinkLivesLongerThanConfiguredNotEvenOneThatWasMadeForLonger() {
        for (Duration lifetime : new Duration[] {
            Duration.ofSeconds(10), Duration.ofSeconds(119), Duration.ofMinutes(2), Duration.ofHours(24)
        }) {
            Instant expires = new LinkSigner(SECRET, lifetime, Clock.fixed(NOW, ZoneOffset.UTC))
                    .sign(GRANT)
                    .expires();
            assertThat(expires).isAfter(NOW).isBeforeOrEqualTo(NOW.plus(lifetime));
        }
        LinkSigner.Token aDay =
                new LinkSigner(SECRET, Duration.ofHours(24), Clock.fixed(NOW, ZoneOffset.UTC)).sign(GRANT);
        assertThat(signer.verify(aDay.token())).isEqualTo(new Verdict.Expired());
        assertThatThrownBy(() -> new LinkSettings("", "f", Duration.ofHours(25), false))
                .hasMessageContaining("Expected rushes.links.lifetime to be from 10s to 24h");
    }

    @Test
    void noOtherSpellingOfALinkIsGood() {
        String token = signer.sign(GRANT).token();
        String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.=+/%";
        for (int position = 0; position < token.length(); position++) {
            for (char other : alphabet.toCharArray()) {
                if (other != token.charAt(position)) {
                    String mutated = token.substring(0, position) + other + token.substring(position + 1);
                    assertThat(signer.verify(mutated)).as(mutated).isEqualTo(new Verdict.Forged());
                }
            }
        }
    }

    @Test
    void piecesOfLinksAreNoLinks() {
        String token = signer.sign(GRANT).token();
        Random random = new Random(20260301);
        for (int round = 0; round < 1000; round++) {
            int from = random.nextInt(token.length());
            int to = from + random.nextInt(token.length() - from);
            assertThat(signer.verify(token.substring(0, from) + token.substring(to + 1)))
                    .isEqualTo(new Verdict.Forged());
        }
        assertThat(signer.verify(token + token)).isEqualTo(new Verdict.Forged());
        assertThat(signer.verify("x".repeat(100_000))).isEqualTo(new Verdict.Forged());
        assertThat(signer.verify("")).isEqualTo(new Verdict.Forged());
    }

    @Test
    void aLinkOfAnotherInstallationIsForged() {
        LinkSigner other = new LinkSigner(
                "another secret, also longer than 32 bytes".getBytes(StandardCharsets.UTF_8),
                Duration.ofMinutes(15),
                Clock.systemUTC());

        assertThat(signer.verify(other.sign(GRANT).token())).isEqualTo(new Verdict.Forged());
    }

    @Test
    void aGrantOutsideItsTenantsFolderIsWorthNothing() {
        Grant stray = new Grant(
                "default", "tenants/other/jobs/1/film.mp4", Grant.Disposition.INLINE, "video/mp4", "film.mp4");

        assertThat(signer.verify(signer.sign(stray).token())).isEqualTo(new Verdict.Forged());
        assertThatThrownBy(() -> new Grant("a\nb", "k", Grant.Disposition.INLINE, "video/mp4", "f"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theSecretIsMadeUpOnceAndKeptForItsOwnerOnly(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("keys/link-secret");
        KeptSecret kept = new KeptSecret("link secret", "rushes.links.secret", "rushes.links.secret-file");

        byte[] first = kept.of("", file, new SecureRandom());
        byte[] second = kept.of("", file, new SecureRandom());

        assertThat(first).hasSizeGreaterThanOrEqualTo(32).isEqualTo(second);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        try (var files = Files.list(file.getParent())) {
            assertThat(files).containsExactly(file);
        }
        assertThat(new LinkSettings("hush", "f", Duration.ofMinutes(1), false).toString())
                .doesNotContain("hush");
    }

    @Test
    void rangesAreReadAsTheStandardSays() {
        assertThat(range("bytes=0-99")).isEqualTo(new ByteRange.Part(0, 99));
        assertThat(range("bytes=900-")).isEqualTo(new ByteRange.Part(900, 999));
        assertThat(range("bytes=990-2000")).isEqualTo(new ByteRange.Part(990, 999));
        assertThat(range("bytes=-10")).isEqualTo(new ByteRange.Part(990, 999));
        assertThat(range("bytes=-5000")).isEqualTo(new ByteRange.Part(0, 999));
        assertThat(range("bytes=1000-")).isEqualTo(new ByteRange.Unsatisfiable());
        assertThat(range("bytes=-0")).isEqualTo(new ByteRange.Unsatisfiable());
        for (String ignored : new String[] {
            "bytes=5-2", "bytes=0-1,3-4", "bytes=-", "bytes=a-b", "lines=1-2", "bytes=99999999999999999999-", ""
        }) {
            assertThat(range(ignored)).as(ignored).isEqualTo(new ByteRange.Whole());
        }
        assertThat(ByteRange.of(Optional.empty(), 1000)).isEqualTo(new ByteRange.Whole());
    }

    @Test
    void resultsAreNamedAfterTheirFootage() {
        assertThat(DownloadName.of(Optional.of("birthday.mov"), "film", "mp4")).isEqualTo("birthday – film.mp4");
        assertThat(DownloadName.of(Optional.of("C:\\clips\\süß.mp4"), "film", "gif"))
                .isEqualTo("süß – film.gif");
        assertThat(DownloadName.of(Optional.of("../../etc/passwd"), "film", "mp4"))
                .isEqualTo("passwd – film.mp4");
        assertThat(DownloadName.of(Optional.of("a\r\nSet-Cookie: x\"y.mp4"), "film", "mp4"))
                .doesNotContain("\r", "\n", "\"", ":");
        assertThat(DownloadName.of(Optional.of("..."), "film", "mp4")).isEqualTo("rushes – film.mp4");
        assertThat(DownloadName.of(Optional.empty(), "film", "mp4")).isEqualTo("rushes – film.mp4");
    }

    @Test
    void aHeaderSaysTheNameTwiceSoThatEveryBrowserCanReadIt() {
        assertThat(DownloadName.header(Grant.Disposition.ATTACHMENT, "süß – film.mp4"))
                .isEqualTo(
                        "attachment; filename=\"suess - film.mp4\"; filename*=UTF-8''s%C3%BC%C3%9F%20%E2%80%93%20film.mp4"
                                .replace("suess", "su_"));
        Random random = new Random(7);
        for (int round = 0; round < 2000; round++) {
            String name = random.ints(20, 1, 0x3000)
                    .filter(Character::isDefined)
                    .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                    .toString();
            assertThat(DownloadName.header(Grant.Disposition.INLINE, name))
                    .matches("inline; filename=\"[ -~&&[^\"\\\\]]*\"; filename\\*=UTF-8''[!-~]*");
        }
    }

    private static ByteRange range(String header) {
        return ByteRange.of(Optional.of(header), 1000);
    }

    private static LinkSigner at(Instant now) {
        return new LinkSigner(SECRET, Duration.ofMinutes(15), Clock.fixed(now, ZoneOffset.UTC));
    }
}
