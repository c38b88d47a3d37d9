package dev.rushes.runtime.rules;

import java.time.Duration;
import java.util.Map;

/**
 * How workers are shared.
 *
 * @param ageing how long a tenant's records of one class wait for one of them to be served until they count as one class more urgent, so that
 *     nobody starves; positive
 * @param weights what a tenant gets in proportion to others; 1 for whoever is not named; all positive
 */
public record FairShares(Duration ageing, Map<String, Double> weights) {
    public FairShares {
        weights = Map.copyOf(weights);
        if (!ageing.isPositive()
                || weights.values().stream().anyMatch(weight -> !(weight > 0) || weight.isInfinite())) {
            throw new IllegalArgumentException(
                    "Expected a positive ageing and positive weights, but got " + ageing + " and " + weights);
        }
    }

    double weight(String tenant) {
        return weights.getOrDefault(tenant, 1.0);
    }
}
