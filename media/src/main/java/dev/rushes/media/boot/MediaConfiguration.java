package dev.rushes.media.boot;

import dev.rushes.media.ffmpeg.Ffmpeg;
import dev.rushes.media.ffmpeg.FfmpegSettings;
import dev.rushes.media.ffmpeg.FfmpegTools;
import dev.rushes.media.ffmpeg.Probe;
import dev.rushes.media.store.FileObjectStore;
import dev.rushes.media.store.FilePartStore;
import dev.rushes.media.store.ObjectStore;
import dev.rushes.media.store.PartStore;
import dev.rushes.media.store.StoreSettings;
import dev.rushes.media.work.WorkFolders;
import dev.rushes.media.work.WorkSettings;
import dev.rushes.runtime.process.BoundedProcess;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Metrics;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Beans: {@code ObjectStore}, {@code PartStore}, {@code WorkFolders}, {@code Ffmpeg}, {@code Probe}. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({StoreSettings.class, WorkSettings.class, FfmpegSettings.class})
public class MediaConfiguration {

    @Bean
    ObjectStore objectStore(StoreSettings settings) {
        return new FileObjectStore(settings.root());
    }

    @Bean
    PartStore partStore(StoreSettings settings) {
        return new FilePartStore(settings.root());
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
