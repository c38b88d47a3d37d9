package dev.rushes.ingest.cost.domain;

import dev.rushes.flow.FlowStage;
import java.util.Map;

/**
 * What things cost.
 *
 * @param cpuPerSecond for each stage: processor seconds of tools for a second of footage; of the film, for the render
 * @param tokensPerMinute for each analyzer: tokens that a minute of footage sends to a model
 * @param answerTokensPerMinute for each analyzer: tokens that come back
 * @param microDollarsPerMillionTokens for each analyzer: price of the tokens sent
 * @param microDollarsPerMillionAnswerTokens for each analyzer: price of the tokens that come back
 * @param filmBytesPerSecond bytes of a second of film
 * @param films what films from words cost
 */
public record CostRates(
        Map<FlowStage, Double> cpuPerSecond,
        Map<String, Long> tokensPerMinute,
        Map<String, Long> answerTokensPerMinute,
        Map<String, Long> microDollarsPerMillionTokens,
        Map<String, Long> microDollarsPerMillionAnswerTokens,
        long filmBytesPerSecond,
        FilmCost films) {
    public CostRates {
        cpuPerSecond = Map.copyOf(cpuPerSecond);
        tokensPerMinute = Map.copyOf(tokensPerMinute);
        answerTokensPerMinute = Map.copyOf(answerTokensPerMinute);
        microDollarsPerMillionTokens = Map.copyOf(microDollarsPerMillionTokens);
        microDollarsPerMillionAnswerTokens = Map.copyOf(microDollarsPerMillionAnswerTokens);
    }

    /** The same, with what films from words cost. */
    public CostRates with(FilmCost its) {
        return new CostRates(
                cpuPerSecond,
                tokensPerMinute,
                answerTokensPerMinute,
                microDollarsPerMillionTokens,
                microDollarsPerMillionAnswerTokens,
                filmBytesPerSecond,
                its);
    }
}
