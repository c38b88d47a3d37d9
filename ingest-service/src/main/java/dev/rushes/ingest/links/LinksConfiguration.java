package dev.rushes.ingest.links;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Wires the signer of links. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(LinkSettings.class)
public class LinksConfiguration {

    @Bean
    LinkSigner linkSigner(LinkSettings settings) {
        KeptSecret secret = new KeptSecret("link secret", "rushes.links.secret", "rushes.links.secret-file");
        byte[] key = secret.of(settings.secret(), Path.of(settings.secretFile()), new SecureRandom());
        return new LinkSigner(key, settings.lifetime(), Clock.systemUTC());
    }
}
