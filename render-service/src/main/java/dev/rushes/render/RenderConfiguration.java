package dev.rushes.render;

import dev.rushes.flow.FlowStage;
import dev.rushes.media.ffmpeg.Ffmpeg;
import dev.rushes.media.ffmpeg.Probe;
import dev.rushes.media.store.ObjectStore;
import dev.rushes.media.work.WorkFolders;
import dev.rushes.render.domain.FinishedRender;
import dev.rushes.render.domain.RenderPlanner;
import dev.rushes.render.domain.RenderRequest;
import dev.rushes.render.ffmpeg.FilmMaker;
import dev.rushes.render.storage.Timelines;
import dev.rushes.render.wire.RenderWire;
import dev.rushes.runtime.stage.JobOrder;
import dev.rushes.runtime.stage.StagePolicy;
import dev.rushes.runtime.wire.StageDefinition;
import java.time.Duration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Wires the render stage; imported by {@link RenderApplication} and by the standalone mode. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(RenderSettings.class)
public class RenderConfiguration {
    /** One film at a time: an encoder uses every core that it is given. */
    private static final StagePolicy POLICY = new StagePolicy(
            1, JobOrder.ONE_AT_A_TIME, 3, Duration.ofSeconds(5), Duration.ofMinutes(5), Duration.ofHours(2));

    @Bean
    StageDefinition<RenderRequest, FinishedRender> renderStage(
            RenderSettings settings, ObjectStore store, WorkFolders folders, Ffmpeg ffmpeg, Probe probe) {
        RenderStage stage = new RenderStage(
                store,
                folders,
                new Timelines(store, settings.maxClips()),
                new RenderPlanner(settings.filmLimits()),
                new FilmMaker(ffmpeg, probe, settings.encoderSettings(), settings.toolLimits()));
        return new StageDefinition<>(FlowStage.RENDER, stage, new RenderWire(), POLICY);
    }
}
