package dev.rushes.ingest.cost;

import dev.rushes.flow.FlowStage;
import dev.rushes.ingest.cost.domain.CostRates;
import dev.rushes.ingest.cost.domain.FilmCost;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * The price list for estimates, and how closely deadlines and budgets are watched. What is really spent is told by the stages.
 *
 * @param cpuPerSecond by stage: processor seconds of tools for a second of footage (of the film, for the render), beside the defaults
 * @param tokensPerMinute by analyzer: tokens that a minute of footage sends to a model, beside the defaults
 * @param answerTokensPerMinute by analyzer: tokens that come back for it, beside the defaults
 * @param microDollarsPerMillionTokens by analyzer: price of a million tokens sent, beside the defaults
 * @param microDollarsPerMillionAnswerTokens by analyzer: price of a million tokens that come back, beside the defaults
 * @param filmBytesPerSecond bytes of a second of film
 * @param footageBytesPerSecond bytes of a second of footage, where an estimate knows only its length or only its size; about what a telephone records
 * @param watchInterval how often the jobs are looked through whose deadline or budget may be over; a job runs on for that long at most
 * @param watchBatch most jobs that are ended in one look; the rest is ended in the next
 */
@Validated
@ConfigurationProperties(prefix = "rushes.cost", ignoreUnknownFields = false)
public record CostSettings(
        @DefaultValue Map<FlowStage, Double> cpuPerSecond,
        @DefaultValue Map<String, Long> tokensPerMinute,
        @DefaultValue Map<String, Long> answerTokensPerMinute,
        @DefaultValue Map<String, Long> microDollarsPerMillionTokens,
        @DefaultValue Map<String, Long> microDollarsPerMillionAnswerTokens,
        @DefaultValue("512KB") DataSize filmBytesPerSecond,
        @DefaultValue("2MB") DataSize footageBytesPerSecond,
        @DefaultValue("1s") Duration watchInterval,
        @DefaultValue("100") @Min(1) @Max(10_000) int watchBatch) {
    /** Guesses: nobody has measured them. Whoever wants estimates that hold sets rates of the own machines and footage. */
    private static final Map<FlowStage, Double> USUAL = Map.of(
            FlowStage.UPLOAD, 0.01,
            FlowStage.SPLIT, 0.02,
            FlowStage.ANALYSIS, 0.3,
            FlowStage.TIMELINE, 0.0,
            FlowStage.RENDER, 1.5);

    /** The first model of Gemini's chain, and a chunk a minute: who asks for it must not read that it costs nothing. */
    private static final String GEMINI = "gemini";

    public CostSettings {
        if (footageBytesPerSecond.toBytes() < 1) {
            throw new IllegalArgumentException(
                    "Expected at least a byte for a second of footage, but got " + footageBytesPerSecond);
        }
    }

    public CostRates rates() {
        Map<FlowStage, Double> cpu = new TreeMap<>(USUAL);
        cpu.putAll(cpuPerSecond);
        return new CostRates(
                cpu,
                beside(7_200, tokensPerMinute),
                beside(1_600, answerTokensPerMinute),
                beside(300_000, microDollarsPerMillionTokens),
                beside(2_500_000, microDollarsPerMillionAnswerTokens),
                filmBytesPerSecond.toBytes(),
                FilmCost.NONE);
    }

    private static Map<String, Long> beside(long gemini, Map<String, Long> set) {
        Map<String, Long> all = new TreeMap<>(Map.of(GEMINI, gemini));
        all.putAll(set);
        return all;
    }
}
