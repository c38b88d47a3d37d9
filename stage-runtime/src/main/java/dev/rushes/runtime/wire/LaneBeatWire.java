package dev.rushes.runtime.wire;

import dev.rushes.events.LaneBeat;
import dev.rushes.events.StageName;
import dev.rushes.runtime.observe.LaneReport;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Reports of lanes ⇄ facts. */
final class LaneBeatWire {
    private LaneBeatWire() {}

    static LaneBeat write(LaneReport report) {
        LaneReport.Limits limits = report.limits();
        LaneReport.Free free = report.free();
        return LaneBeat.newBuilder()
                .setLane(report.lane())
                .setStages(report.stages().stream()
                        .map(stage -> StageName.valueOf(stage.name()))
                        .toList())
                .setRequestsPerMinute(orNull(limits.requestsPerMinute()))
                .setTokensPerMinute(orNull(limits.tokensPerMinute()))
                .setRequestsPerDay(orNull(limits.requestsPerDay()))
                .setMostInFlight(
                        limits.inFlight().isPresent()
                                ? Integer.valueOf(limits.inFlight().getAsInt())
                                : null)
                .setShare(report.share())
                .setRequestsFree(orNull(free.requests()))
                .setTokensFree(orNull(free.tokens()))
                .setRequestsTodayFree(orNull(free.requestsToday()))
                .setInFlight(report.inFlight())
                .setWaiting(report.waiting())
                .setPausedUntil(report.pausedUntil()
                        .map(until -> until.truncatedTo(ChronoUnit.MILLIS))
                        .orElse(null))
                .build();
    }

    /** What it says; a stage that this version does not know is left out. */
    static LaneReport read(LaneBeat beat) {
        Integer inFlight = beat.getMostInFlight();
        return new LaneReport(
                beat.getLane(),
                beat.getStages().stream()
                        .flatMap(stage -> HeartbeatWire.stage(stage).stream())
                        .toList(),
                new LaneReport.Limits(
                        optional(beat.getRequestsPerMinute()),
                        optional(beat.getTokensPerMinute()),
                        optional(beat.getRequestsPerDay()),
                        inFlight == null ? OptionalInt.empty() : OptionalInt.of(inFlight)),
                beat.getShare(),
                new LaneReport.Free(
                        optional(beat.getRequestsFree()),
                        optional(beat.getTokensFree()),
                        optional(beat.getRequestsTodayFree())),
                beat.getInFlight(),
                beat.getWaiting(),
                Optional.ofNullable(beat.getPausedUntil()));
    }

    private static @Nullable Long orNull(OptionalLong value) {
        return value.isPresent() ? Long.valueOf(value.getAsLong()) : null;
    }

    private static OptionalLong optional(@Nullable Long value) {
        return value == null ? OptionalLong.empty() : OptionalLong.of(value);
    }
}
