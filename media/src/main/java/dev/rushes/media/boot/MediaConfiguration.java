package dev.rushes.media.boot;

import dev.rushes.media.ffmpeg.Ffmpeg;
import dev.rushes.media.ffmpeg.FfmpegSettings;
import dev.rushes.media.ffmpeg.FfmpegTools;
import dev.rushes.media.ffmpeg.Probe;
import dev.rushes.media.store.DirectLinks;
import dev.rushes.media.store.FileObjectStore;
import dev.rushes.media.store.FilePartStore;
import dev.rushes.media.store.ObjectStore;
import dev.rushes.media.store.PartStore;
import dev.rushes.media.store.StoreSettings;
import dev.rushes.media.store.UnfinishedUploads;
import dev.rushes.media.store.s3.S3Connection;
import dev.rushes.media.work.WorkFolders;
import dev.rushes.media.work.WorkSettings;
import dev.rushes.runtime.process.BoundedProcess;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Metrics;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Beans: {@code ObjectStore}, {@code PartStore}, {@code WorkFolders}, {@code Ffmpeg}, {@code Probe}. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({StoreSettings.class, WorkSettings.class, FfmpegSettings.class})
public class MediaConfiguration {

    @Bean
    @ConditionalOnProperty(name = "rushes.store.kind", havingValue = "s3")
    S3Connection s3Connection(StoreSettings settings) {
        return S3Connection.open(settings.s3()).check();
    }

    @Bean
    ObjectStore objectStore(StoreSettings settings, ObjectProvider<S3Connection> s3) {
        return switch (settings.kind()) {
            case FILE -> new FileObjectStore(settings.root());
            case S3 -> s3.getObject().objects();
        };
    }

    @Bean
    @ConditionalOnProperty(name = "rushes.store.kind", havingValue = "s3")
    DirectLinks directLinks(S3Connection s3) {
        return s3.links();
    }

    @Bean
    @ConditionalOnProperty(name = "rushes.store.kind", havingValue = "s3")
    UnfinishedUploads unfinishedUploads(S3Connection s3) {
        return s3.unfinishedUploads();
    }

    @Bean
    PartStore partStore(StoreSettings settings, ObjectProvider<S3Connection> s3) {
        return switch (settings.kind()) {
            case FILE -> new FilePartStore(settings.root());
            case S3 -> s3.getObject().parts();
        };
    }

    @Bean
    WorkFolders workFolders(WorkSettings settings) {
        return new WorkFolders(settings.root());
    }

    @Bean
    BoundedProcess boundedProcess(ObjectProvider<MeterRegistry> meters) {
        return new BoundedProcess(meters.getIfAvailable(() -> Metrics.globalRegistry));
    }

    @Bean
    FfmpegTools ffmpegTools(FfmpegSettings settings, BoundedProcess processes) {
        return new FfmpegTools(settings, processes);
    }

    @Bean
    Ffmpeg ffmpeg(FfmpegTools tools, BoundedProcess processes, FfmpegSettings settings) {
        return new Ffmpeg(tools, processes, settings);
    }

    @Bean
    Probe probe(Ffmpeg ffmpeg, FfmpegSettings settings) {
        return new Probe(ffmpeg, settings);
    }
}
