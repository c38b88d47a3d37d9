package dev.rushes.ingest.access;

import dev.rushes.ingest.access.audit.AuditTrail;
import dev.rushes.ingest.access.domain.TokenClaims;
import dev.rushes.ingest.access.jwt.TokenCallers;
import dev.rushes.ingest.access.jwt.TokenDecoders;
import dev.rushes.ingest.access.keys.FirstKey;
import dev.rushes.ingest.access.keys.KeyCallers;
import dev.rushes.ingest.access.keys.KeyStore;
import dev.rushes.ingest.access.keys.NewKeys;
import dev.rushes.ingest.links.LinkSigner;
import dev.rushes.runtime.database.DatabaseSettings;
import dev.rushes.runtime.database.Migrations;
import dev.rushes.runtime.database.RowAccess;
import dev.rushes.runtime.kafka.AuditLog;
import dev.rushes.runtime.kafka.LogFeed;
import java.security.SecureRandom;
import java.time.Clock;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.web.server.autoconfigure.ServerProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.r2dbc.core.DatabaseClient;

/** Wires the proof of who asks. Needs {@code DatabaseConfiguration} and {@code LinksConfiguration}. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(AccessSettings.class)
public class AccessConfiguration {
    private static final Clock CLOCK = Clock.systemUTC();

    /** The schema is brought up to date before anybody can ask for a key. */
    @Bean
    KeyStore accessKeyStore(
            DatabaseClient database, RowAccess access, DatabaseSettings settings, Migrations migrations) {
        migrations.migrate("access");
        return new KeyStore(database, access, settings.answerTimeout());
    }

    @Bean
    AuditTrail accessAuditTrail(
            DatabaseClient database, RowAccess access, DatabaseSettings settings, KeyStore migratedFirst) {
        return new AuditTrail(database, access, settings.answerTimeout());
    }

    @Bean
    LogFeed accessAuditFeed(AuditLog log, AuditTrail trail) {
        return new LogFeed(() -> log.read(AuditTrail.GROUP, trail::add));
    }

    @Bean
    NewKeys accessNewKeys() {
        return new NewKeys(new SecureRandom(), CLOCK);
    }

    @Bean
    AccessStart accessStart(
            AccessSettings settings,
            DatabaseClient database,
            RowAccess access,
            KeyStore migratedFirst,
            NewKeys keys,
            ServerProperties server) {
        // Nobody waits for an answer yet, and the first connection takes its time.
        KeyStore patient = new KeyStore(database, access, AccessStart.PATIENCE);
        return new AccessStart(settings, new FirstKey(patient, keys, CLOCK), server);
    }

    @Bean
    StreamTokens accessStreamTokens(LinkSigner signer, AccessSettings settings) {
        return new StreamTokens(signer.secretFor("streams"), settings.streamTokenLifetime(), CLOCK);
    }

    @Bean
    Callers accessCallers(AccessSettings settings, KeyStore store) {
        return switch (settings.mode()) {
            case NONE -> new LocalCallers();
            case API_KEY ->
                new KeyCallers(store, settings.keys().fresh(), settings.keys().remembered(), settings::admits, CLOCK);
            case JWT ->
                new TokenCallers(
                        TokenDecoders.of(settings.jwt()),
                        new TokenClaims(
                                settings.jwt().tenantClaim(),
                                settings.jwt().rolesClaim(),
                                settings.jwt().rolePrefix()),
                        settings::admits);
        };
    }
}
