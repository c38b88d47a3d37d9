package dev.rushes.runtime.kafka;

import dev.rushes.runtime.engine.EngineSettings;
import dev.rushes.runtime.engine.GiveWay;
import dev.rushes.runtime.rules.FairShares;
import dev.rushes.runtime.rules.GiveWayRule;
import dev.rushes.runtime.rules.LeaseTimes;
import dev.rushes.runtime.rules.WindowLimits;
import jakarta.validation.Valid;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * Limits of every stage on this instance, under {@code rushes.runtime}.
 *
 * @param drain longest wait for running work when the instance stops; then it is interrupted and comes back elsewhere
 * @param windowRecords most records that wait or run from a stage's topic; then its partitions pause
 * @param windowBytes the same in bytes
 * @param retryWindowRecords most records that wait or run from a retry topic; then records that are due may be late
 * @param retryWindowBytes the same in bytes
 * @param ageing how long a tenant's records of one priority go unserved until they count as one class more urgent; shorter makes high
 *     priority mean less
 * @param tenantWeights worker time of a tenant in proportion to others; 1 for whoever is not named
 * @param tenantShare part of a window that one tenant's records may fill when it is nearly full; what is more goes through the retry topic, so
 *     that the log behind it is seen
 * @param leaseAfter how long work runs until the other instances are told
 * @param lease how long a sign of life holds; after that another instance takes the work over
 * @param soleWorker whether no other instance of this one's name can be alive, as whoever starts it has made sure: what its former life had under
 *     lease it takes up at once
 * @param crashes starts without an end that make a record one that kills its process
 * @param laneHorizon longest wait for a lane in the window, where a record holds back the commit of its partition; what has to wait longer
 *     waits in the retry topic
 * @param laneRecords most records that wait in the window for a lane, so that there is room for others; what is one too many waits in the
 *     retry topic
 * @param progressInterval shortest time between two progress reports of a record
 * @param sendRetryWait longest wait between two tries to publish; meanwhile the record stays pending
 * @param rememberedRuns jobs that are remembered as cancelled or failed
 * @param giveWay when work gives way to the requests of this instance
 */
@Validated
@ConfigurationProperties(prefix = "rushes.runtime", ignoreUnknownFields = false)
public record RuntimeSettings(
        @DefaultValue("20s") Duration drain,
        @DefaultValue("20000") @Min(1) int windowRecords,
        @DefaultValue("32MB") DataSize windowBytes,
        @DefaultValue("20000") @Min(1) int retryWindowRecords,
        @DefaultValue("64MB") DataSize retryWindowBytes,
        @DefaultValue("1m") Duration ageing,
        @DefaultValue Map<String, Double> tenantWeights,

        @DefaultValue("0.5") @DecimalMin("0.01") @DecimalMax("1")
        double tenantShare,

        @DefaultValue("5s") Duration leaseAfter,
        @DefaultValue("15s") Duration lease,
        @DefaultValue("false") boolean soleWorker,
        @DefaultValue("3") @Min(1) int crashes,
        @DefaultValue("1m") Duration laneHorizon,
        @DefaultValue("1000") @Min(0) int laneRecords,
        @DefaultValue("1s") Duration progressInterval,
        @DefaultValue("20s") Duration sendRetryWait,
        @DefaultValue("10000") @Min(1) int rememberedRuns,
        @DefaultValue @Valid GiveWaySettings giveWay) {

    /**
     * When work in the background gives way to requests for jobs. Off unless {@code longest} is set, since an answer may also be late because the broker is
     * far away; where the broker shares this machine's processors, as in {@code ./rushes}, it is set.
     *
     * @param late a request is late that is answered after so long; then work gives way
     * @param crowd as many requests under way at once are late, whenever they came
     * @param quiet work goes on when no request has been late for so long
     * @param longest longest time in a row that work gives way; zero never lets it
     * @param turn then work goes on for so long, whatever the requests
     */
    public record GiveWaySettings(
            @DefaultValue("40ms") Duration late,
            @DefaultValue("8") @Min(1) int crowd,
            @DefaultValue("300ms") Duration quiet,
            @DefaultValue("0s") Duration longest,
            @DefaultValue("2s") Duration turn) {

        GiveWay.Settings terms() {
            return new GiveWay.Settings(late, crowd, new GiveWayRule.Terms(quiet, longest, turn));
        }
    }

    public RuntimeSettings {
        tenantWeights = Map.copyOf(tenantWeights);
    }

    EngineSettings engine() {
        return new EngineSettings(
                limits(windowRecords, windowBytes),
                limits(retryWindowRecords, retryWindowBytes),
                new FairShares(ageing, tenantWeights),
                tenantShare,
                new LeaseTimes(leaseAfter, lease, crashes),
                new EngineSettings.Parking(laneHorizon, laneRecords),
                progressInterval,
                sendRetryWait);
    }

    /** One partition gets half of the room at most, so that the others are heard. */
    private static WindowLimits limits(int records, DataSize bytes) {
        return new WindowLimits(records, bytes.toBytes(), Math.max(1, records / 2), Math.max(1, bytes.toBytes() / 2));
    }
}
