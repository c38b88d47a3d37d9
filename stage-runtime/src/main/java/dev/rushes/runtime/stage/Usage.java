package dev.rushes.runtime.stage;

import java.time.Duration;

/**
 * What work cost.
 *
 * @param cpu processor time of the tools that it started
 * @param tokensIn tokens that were sent to a model
 * @param tokensOut tokens that came from a model
 * @param microDollars money, in millionths of a dollar
 */
public record Usage(Duration cpu, long tokensIn, long tokensOut, long microDollars) {
    public static final Usage NONE = new Usage(Duration.ZERO, 0, 0, 0);

    public static Usage ofCpu(Duration cpu) {
        return new Usage(cpu, 0, 0, 0);
    }

    /** A call of a model. */
    public static Usage ofTokens(long in, long out, long microDollars) {
        return new Usage(Duration.ZERO, in, out, microDollars);
    }

    public Usage plus(Usage other) {
        return new Usage(
                cpu.plus(other.cpu),
                tokensIn + other.tokensIn,
                tokensOut + other.tokensOut,
                microDollars + other.microDollars);
    }
}
