package dev.rushes.ingest.ledger.domain;

/**
 * What was used.
 *
 * @param cpuMillis processor time of tools, in milliseconds
 * @param workMillis time for which workers were held, in milliseconds
 * @param tokensIn tokens that were sent to models
 * @param tokensOut tokens that came from models
 * @param microDollars money, in millionths of a dollar
 */
public record Spend(long cpuMillis, long workMillis, long tokensIn, long tokensOut, long microDollars) {
    public static final Spend NONE = new Spend(0, 0, 0, 0, 0);

    public Spend plus(Spend other) {
        return new Spend(
                cpuMillis + other.cpuMillis,
                workMillis + other.workMillis,
                tokensIn + other.tokensIn,
                tokensOut + other.tokensOut,
                microDollars + other.microDollars);
    }
}
