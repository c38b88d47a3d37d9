package dev.rushes.standalone;

import dev.rushes.analysis.AnalysisConfiguration;
import dev.rushes.ingest.IngestConfiguration;
import dev.rushes.ingest.api.ApiConfiguration;
import dev.rushes.media.boot.MediaConfiguration;
import dev.rushes.render.RenderConfiguration;
import dev.rushes.runtime.boot.StageRuntimeConfiguration;
import dev.rushes.runtime.database.DatabaseConfiguration;
import dev.rushes.split.SplitConfiguration;
import dev.rushes.timeline.TimelineConfiguration;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Import;

/** The five services in one application. */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import({
    StageRuntimeConfiguration.class,
    MediaConfiguration.class,
    DatabaseConfiguration.class,
    IngestConfiguration.class,
    ApiConfiguration.class,
    SplitConfiguration.class,
    AnalysisConfiguration.class,
    TimelineConfiguration.class,
    RenderConfiguration.class
})
class StandaloneApplication {}
