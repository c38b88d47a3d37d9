package dev.rushes.analysis;

import dev.rushes.analysis.analyzer.Analyzer;
import dev.rushes.analysis.analyzer.Analyzers;
import dev.rushes.analysis.blaze.BlazeFaces;
import dev.rushes.analysis.domain.AnalyzedChunk;
import dev.rushes.analysis.domain.ChunkToAnalyze;
import dev.rushes.analysis.findings.CostMeters;
import dev.rushes.analysis.findings.FindingsStore;
import dev.rushes.analysis.gemini.GeminiAnalyzer;
import dev.rushes.analysis.gemini.GeminiConfiguration;
import dev.rushes.analysis.gemini.GeminiSettings;
import dev.rushes.analysis.local.LocalAnalyzer;
import dev.rushes.analysis.local.LocalModels;
import dev.rushes.analysis.silero.SileroVoices;
import dev.rushes.analysis.wire.AnalysisWire;
import dev.rushes.flow.FlowStage;
import dev.rushes.media.ffmpeg.Ffmpeg;
import dev.rushes.media.store.ObjectStore;
import dev.rushes.media.work.WorkFolders;
import dev.rushes.runtime.engine.DefaultLanes;
import dev.rushes.runtime.engine.LaneDefinition;
import dev.rushes.runtime.rules.LaneLimits;
import dev.rushes.runtime.stage.JobOrder;
import dev.rushes.runtime.stage.StagePolicy;
import dev.rushes.runtime.wire.StageDefinition;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Wires the analysis stage; imported by {@link AnalysisApplication} and by the standalone mode. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({AnalysisSettings.class, GeminiSettings.class})
public class AnalysisConfiguration {
    /** Longest time of a try. */
    public static final Duration TRY = Duration.ofMinutes(10);

    /** Two chunks at a time, in any order; a chunk is a few seconds of work, and minutes at most where a model is asked. */
    static final StagePolicy POLICY =
            new StagePolicy(2, JobOrder.ANY, 3, Duration.ofSeconds(2), Duration.ofMinutes(1), TRY);

    @Bean
    LocalAnalyzer localAnalyzer(Ffmpeg ffmpeg, AnalysisSettings settings) {
        return new LocalAnalyzer(
                ffmpeg,
                settings.local(),
                new LocalModels(SileroVoices.open(), settings.faces() ? BlazeFaces.open() : Optional.empty()));
    }

    /** Without limits of their own, until somebody sets some: the service's pauses hold everywhere all the same. */
    @Bean
    DefaultLanes geminiLanes(GeminiSettings gemini) {
        return new DefaultLanes(gemini.models().stream()
                .distinct()
                .map(model -> LaneDefinition.of(GeminiAnalyzer.lane(model), FlowStage.ANALYSIS, LaneLimits.NONE))
                .toList());
    }

    @Bean
    Analyzer geminiAnalyzer(
            LocalAnalyzer local, Ffmpeg ffmpeg, ObjectStore store, AnalysisSettings settings, GeminiSettings gemini) {
        return GeminiConfiguration.analyzer(
                gemini,
                local,
                new GeminiConfiguration.Machine(
                        ffmpeg, settings.local().tool(), store, Clock.systemUTC(), System.getenv()));
    }

    @Bean
    StageDefinition<ChunkToAnalyze, AnalyzedChunk> analysisStage(
            List<Analyzer> analyzers,
            ObjectStore store,
            WorkFolders folders,
            AnalysisSettings settings,
            MeterRegistry meters) {
        FindingsStore findings = new FindingsStore(store, settings.documentSize(), new CostMeters(meters));
        AnalysisStage stage = new AnalysisStage(new Analyzers(analyzers), store, findings, folders);
        return new StageDefinition<>(FlowStage.ANALYSIS, stage, new AnalysisWire(), POLICY);
    }
}
