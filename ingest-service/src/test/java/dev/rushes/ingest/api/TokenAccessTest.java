package dev.rushes.ingest.api;

import static dev.rushes.ingest.api.ApiServer.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import dev.rushes.ingest.access.AccessSettings;
import dev.rushes.ingest.access.jwt.TokenDecoders;
import dev.rushes.ingest.ledger.domain.Facts;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tokens of an OpenID provider, real ones and those that people have forged with success elsewhere. */
class TokenAccessTest {
    private static final String ISSUER = "https://login.example.com/realms/film";
    private static final UUID JOB_OF_ALPHA = UUID.randomUUID();

    @TempDir
    static Path folder;

    private static HttpServer provider;
    private static RSAKey key;
    private static ApiServer server;

    @BeforeAll
    static void aProviderWithAKeyAndAServerThatTrustsIt() throws Exception {
        key = new RSAKeyGenerator(2048).keyID("one").generate();
        byte[] keys = new JWKSet(key.toPublicJWK()).toString().getBytes(StandardCharsets.UTF_8);
        provider = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        provider.createContext("/keys", exchange -> {
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, keys.length);
            exchange.getResponseBody().write(keys);
            exchange.close();
        });
        provider.start();
        server = ApiServer.start(
                folder,
                "rushes.access.mode=jwt",
                "rushes.access.jwt.issuer=" + ISSUER,
                "rushes.access.jwt.audience=rushes",
                "rushes.access.jwt.jwk-set-uri=http://127.0.0.1:"
                        + provider.getAddress().getPort() + "/keys",
                "rushes.access.jwt.roles-claim=realm_access.roles",
                "rushes.access.jwt.role-prefix=rushes-",
                "rushes.access.tenants=alpha,beta",
                "rushes.access.failures.most=10000",
                "rushes.database.answer-timeout=20s");
        server.happen(new Facts(JOB_OF_ALPHA, "alpha").life(2));
    }

    @AfterAll
    static void stop() {
        server.close();
        provider.stop(0);
    }

    private static Map<String, Object> claims() {
        Map<String, Object> claims = new LinkedHashMap<>();
        claims.put("iss", ISSUER);
        claims.put("aud", List.of("other", "rushes"));
        claims.put("sub", "maria");
        claims.put("exp", Date.from(Instant.now().plus(Duration.ofMinutes(5))));
        claims.put("tenant", "alpha");
        claims.put("realm_access", Map.of("roles", List.of("rushes-user", "offline_access")));
        return claims;
    }

    private static Map<String, Object> claims(String name, Object value) {
        Map<String, Object> claims = claims();
        claims.put(name, value);
        return claims;
    }

    private static Map<String, Object> without(String name) {
        Map<String, Object> claims = claims();
        claims.remove(name);
        return claims;
    }

    private static JWTClaimsSet set(Map<String, Object> claims) {
        JWTClaimsSet.Builder builder = new JWTClaimsSet.Builder();
        claims.forEach((name, value) -> {
            JWTClaimsSet.Builder unused = builder.claim(name, value);
        });
        return builder.build();
    }

    private static String signed(JWSHeader header, JWSSigner signer, Map<String, Object> claims) {
        try {
            SignedJWT token = new SignedJWT(header, set(claims));
            token.sign(signer);
            return token.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String token(Map<String, Object> claims) throws JOSEException {
        return signed(new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("one").build(), new RSASSASigner(key), claims);
    }

    private static HttpResponse<String> jobs(String token) {
        return server.send(server.as(token, "/api/v1/jobs"));
    }

    @Test
    void aTokenSaysWhoseJobsAndWhatFor() throws JOSEException {
        String maria = token(claims());

        HttpResponse<String> known = server.send(server.as(maria, "/api/v1/access"));
        assertThat(json(known).path("mode").asString()).isEqualTo("jwt");
        assertThat(json(known).path("tenant").asString()).isEqualTo("alpha");
        assertThat(json(known).path("name").asString()).isEqualTo("sub:maria");
        assertThat(known.body()).contains("user:read", "user:write").doesNotContain("operator");
        assertThat(jobs(maria).body()).contains(JOB_OF_ALPHA.toString());
        assertThat(server.send(server.as(maria, "/api/v1/stages")).statusCode()).isEqualTo(403);
        assertThat(server.send(server.as(token(claims("tenant", "beta")), "/api/v1/jobs/" + JOB_OF_ALPHA))
                        .statusCode())
                .isEqualTo(404);
        assertThat(server.send(server.as(
                                token(claims("realm_access", Map.of("roles", List.of("rushes-operator:read")))),
                                "/api/v1/stages"))
                        .statusCode())
                .isEqualTo(200);
        assertThat(jobs(token(claims("realm_access", Map.of("roles", List.of("user")))))
                        .statusCode())
                .as("a role without our prefix")
                .isEqualTo(403);
    }

    @Test
    void anAccessTokenByItsTypeIsGoodAndAnotherTypeIsNot() throws JOSEException {
        JWSHeader.Builder header = new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("one");

        assertThat(jobs(signed(header.type(new JOSEObjectType("at+jwt")).build(), new RSASSASigner(key), claims()))
                        .statusCode())
                .isEqualTo(200);
        assertThat(jobs(signed(header.type(new JOSEObjectType("logout+jwt")).build(), new RSASSASigner(key), claims()))
                        .statusCode())
                .isEqualTo(401);
    }

    @Test
    void forgedForeignAndOldTokensProveNothing() throws Exception {
        RSAKey strange = new RSAKeyGenerator(2048).keyID("one").generate();
        byte[] publicKey = key.toPublicKey().getEncoded();
        byte[] publicPem = ("-----BEGIN PUBLIC KEY-----\n"
                        + java.util.Base64.getMimeEncoder().encodeToString(publicKey) + "\n-----END PUBLIC KEY-----\n")
                .getBytes(StandardCharsets.US_ASCII);
        String good = token(claims());
        int dot = good.lastIndexOf('.');
        Map<String, String> bad = new LinkedHashMap<>();
        bad.put("alg none", new PlainJWT(set(claims())).serialize());
        bad.put("alg none with a signature", new PlainJWT(set(claims())).serialize() + good.substring(dot + 1));
        bad.put("HS256 with the public key", signed(hs(), new MACSigner(publicKey), claims()));
        bad.put("HS256 with the public key as PEM", signed(hs(), new MACSigner(publicPem), claims()));
        bad.put(
                "RS512, which is not asked for",
                signed(
                        new JWSHeader.Builder(JWSAlgorithm.RS512).keyID("one").build(),
                        new RSASSASigner(key),
                        claims()));
        bad.put(
                "another key under the same name",
                signed(
                        new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("one").build(),
                        new RSASSASigner(strange),
                        claims()));
        bad.put(
                "a key of its own in the header",
                signed(
                        new JWSHeader.Builder(JWSAlgorithm.RS256)
                                .jwk(strange.toPublicJWK())
                                .build(),
                        new RSASSASigner(strange),
                        claims()));
        bad.put(
                "an unknown key",
                signed(
                        new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("two").build(),
                        new RSASSASigner(strange),
                        claims()));
        bad.put("another audience", token(claims("aud", "other")));
        bad.put("no audience", token(without("aud")));
        bad.put("another issuer", token(claims("iss", ISSUER + "/")));
        bad.put("no issuer", token(without("iss")));
        bad.put("expired", token(claims("exp", Date.from(Instant.now().minusSeconds(60)))));
        bad.put("without an end", token(without("exp")));
        bad.put("not good yet", token(claims("nbf", Date.from(Instant.now().plusSeconds(120)))));
        bad.put("no tenant", token(without("tenant")));
        bad.put("a tenant that is not served", token(claims("tenant", "gamma")));
        bad.put("a tenant that is a path", token(claims("tenant", "../alpha")));
        bad.put("a list of tenants", token(claims("tenant", List.of("alpha"))));
        bad.put(
                "a changed signature",
                good.substring(0, dot + 10) + (good.charAt(dot + 10) == 'A' ? 'B' : 'A') + good.substring(dot + 11));
        bad.put("no signature", good.substring(0, dot + 1));
        bad.put("other claims under the same signature", claimsOf(token(claims("tenant", "beta")), good));
        bad.put("nothing", "");
        bad.put("noise", "a.b.c");
        bad.put("length", "a".repeat(20_000) + ".b.c");
        bad.put("a key", "rsk_00000000000000aa_" + "A".repeat(43));

        assertThat(jobs(good).statusCode()).isEqualTo(200);
        bad.forEach((name, token) -> {
            if (token.length() < 6000) {
                HttpResponse<String> answer = jobs(token);
                assertThat(answer.statusCode()).as(name).isEqualTo(401);
                assertThat(json(answer).path("code").asString()).as(name).isIn("CREDENTIAL_INVALID", "TENANT_UNKNOWN");
                assertThat(answer.body()).as(name).doesNotContain("Jwt").doesNotContain("Exception");
            }
        });
    }

    @Test
    void whileTheProviderIsAwayNobodyIsToldThatHisTokenIsBad() throws IOException, JOSEException {
        try (ApiServer lonely = ApiServer.start(
                folder.resolve("lonely"),
                "rushes.access.mode=jwt",
                "rushes.access.jwt.issuer=" + ISSUER,
                "rushes.access.jwt.audience=rushes",
                "rushes.access.jwt.jwk-set-uri=http://127.0.0.1:9/keys")) {
            HttpResponse<String> answer = lonely.send(lonely.as(token(claims()), "/api/v1/jobs"));

            assertThat(answer.statusCode()).isEqualTo(503);
            assertThat(json(answer).path("code").asString()).isEqualTo("ACCESS_UNAVAILABLE");
            assertThat(answer.headers().firstValue("Retry-After")).isPresent();
        }
    }

    @Test
    void anAlgorithmWithASharedSecretIsRefusedAtTheStart() {
        for (String algorithm : List.of("HS256", "none", "RS256,HS256")) {
            AccessSettings.Jwt settings = new AccessSettings.Jwt(
                    ISSUER, "rushes", "", "tenant", "roles", "", List.of(algorithm.split(",")), Duration.ZERO);
            assertThatThrownBy(() -> TokenDecoders.of(settings))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("Expected rushes.access.jwt.algorithms");
        }
    }

    private static JWSHeader hs() {
        return new JWSHeader.Builder(JWSAlgorithm.HS256).keyID("one").build();
    }

    private static String claimsOf(String claims, String signature) {
        return signature.substring(0, signature.indexOf('.'))
                + claims.substring(claims.indexOf('.'), claims.lastIndexOf('.'))
                + signature.substring(signature.lastIndexOf('.'));
    }
}
