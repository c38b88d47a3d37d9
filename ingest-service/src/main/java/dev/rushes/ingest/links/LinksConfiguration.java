package dev.rushes.ingest.links;

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
        return new LinkSigner(LinkSecret.of(settings, new SecureRandom()), settings.lifetime(), Clock.systemUTC());
    }
}
