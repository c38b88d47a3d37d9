package dev.rushes.split;

import dev.rushes.flow.FlowStage;
import dev.rushes.media.ffmpeg.Ffmpeg;
import dev.rushes.media.store.ObjectStore;
import dev.rushes.media.work.WorkFolders;
import dev.rushes.runtime.wire.StageDefinition;
import dev.rushes.split.domain.Footage;
import dev.rushes.split.domain.SplitFact;
import dev.rushes.split.storage.ChunkManifests;
import dev.rushes.split.wire.SplitWire;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import tools.jackson.databind.json.JsonMapper;

/** Wires the split stage; imported by {@link SplitApplication} and by the standalone mode. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(SplitSettings.class)
public class SplitConfiguration {

    @Bean
    StageDefinition<Footage, SplitFact> splitStage(
            SplitSettings settings, Ffmpeg ffmpeg, ObjectStore store, WorkFolders folders) {
        return new StageDefinition<>(
                FlowStage.SPLIT, stage(settings, ffmpeg, store, folders), new SplitWire(), settings.policy());
    }

    static SplitStage stage(SplitSettings settings, Ffmpeg ffmpeg, ObjectStore store, WorkFolders folders) {
        SplitTools tools = SplitTools.of(ffmpeg, settings.toolLimits(), settings.mostPackets());
        ChunkPublisher publisher = new ChunkPublisher(store);
        return new SplitStage(
                store,
                folders,
                new ChunkManifests(
                        store,
                        JsonMapper.builder().build(),
                        Math.toIntExact(settings.largestManifest().toBytes())),
                tools.surveyor(),
                new VideoSplitter(tools, publisher, settings.chunkLengths(), settings.mostChunks()),
                new AudioSplitter(tools.audioExtractor(), publisher));
    }
}
