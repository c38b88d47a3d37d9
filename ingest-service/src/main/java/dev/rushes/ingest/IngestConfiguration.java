package dev.rushes.ingest;

import dev.rushes.flow.FlowStage;
import dev.rushes.ingest.access.AccessSettings;
import dev.rushes.ingest.domain.Request;
import dev.rushes.ingest.domain.RequestRules;
import dev.rushes.ingest.domain.StoredMedia;
import dev.rushes.ingest.gate.SystemHostResolver;
import dev.rushes.ingest.generation.PromptFootage;
import dev.rushes.ingest.ledger.Tombstones;
import dev.rushes.ingest.source.UploadedFootage;
import dev.rushes.ingest.source.UrlFootage;
import dev.rushes.ingest.source.UrlPolicy;
import dev.rushes.ingest.source.UrlTimeouts;
import dev.rushes.ingest.wire.IngestWire;
import dev.rushes.ingest.wire.JobAnnouncements;
import dev.rushes.media.ffmpeg.Probe;
import dev.rushes.media.store.ObjectStore;
import dev.rushes.media.work.WorkFolders;
import dev.rushes.runtime.kafka.JobEvents;
import dev.rushes.runtime.stage.JobOrder;
import dev.rushes.runtime.stage.StagePolicy;
import dev.rushes.runtime.wire.StageDefinition;
import io.netty.handler.ssl.SslContextBuilder;
import java.time.Clock;
import java.time.Duration;
import javax.net.ssl.SSLException;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import reactor.core.publisher.Mono;

/** Wires the ingest stage; imported by {@link IngestApplication} and by the standalone mode. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({IngestSettings.class, AccessSettings.class})
public class IngestConfiguration {
    static final StagePolicy POLICY = new StagePolicy(
            4, JobOrder.ONE_AT_A_TIME, 3, Duration.ofSeconds(5), Duration.ofMinutes(5), Duration.ofMinutes(30));

    @Bean
    StageDefinition<Request, StoredMedia> ingestStage(
            IngestSettings settings,
            AccessSettings access,
            JobEvents events,
            ObjectStore store,
            WorkFolders folders,
            Probe probe,
            ObjectProvider<Tombstones> tombstones,
            ObjectProvider<PromptFootage> prompts)
            throws SSLException {
        UrlPolicy urls = urlPolicy(settings);
        Sources sources = new Sources(
                new UploadedFootage(store, settings.maxBytes()),
                new UrlFootage(
                        urls,
                        new SystemHostResolver(settings.url().connectTimeout()),
                        store,
                        SslContextBuilder.forClient().build(),
                        Clock.systemUTC()),
                // Without a database nobody could remember what was bought.
                prompts.getIfAvailable(PromptFootage::closed));
        // Without a ledger there is nobody who could erase.
        Tombstones known = tombstones.getIfAvailable();
        Erasures erasures = known == null ? (_, _) -> Mono.just(false) : new LedgerErasures(known);
        IngestStage stage = new IngestStage(
                erasures,
                new JobAnnouncements(events),
                new RequestRules(settings.maxFilmLength(), urls.urls(), access.tenants()),
                sources,
                new Inspection(store, folders, probe::probe),
                store);
        return new StageDefinition<>(FlowStage.UPLOAD, stage, new IngestWire(), POLICY);
    }

    static UrlPolicy urlPolicy(IngestSettings settings) {
        IngestSettings.Url url = settings.url();
        return new UrlPolicy(
                url.urlRule(),
                url.addressRule(),
                new UrlTimeouts(url.connectTimeout(), url.readTimeout(), url.totalTimeout()),
                settings.maxBytes(),
                url.maxRedirects(),
                url.maxRetryAfter(),
                url.maxThrottling());
    }
}
