package dev.rushes.ingest.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.rushes.flow.FlowStage;
import dev.rushes.runtime.kafka.Workers.Worker;
import dev.rushes.runtime.observe.LaneReport;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * What an outside service grants, on all instances.
 *
 * @param lane its name
 * @param budget what is granted to all instances together; a limit that is absent is none
 * @param free what all living instances together could use at once
 * @param share part of the budget that living instances hold, from 0 to 1; less while partitions move
 * @param inFlight calls in flight
 * @param waiting units of work that wait for the lane
 * @param pausedUntil when it opens again, if it is paused anywhere
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
record LaneView(
        String lane, Budget budget, Free free, double share, int inFlight, int waiting, Optional<Instant> pausedUntil) {

    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record Budget(
            OptionalLong requestsPerMinute,
            OptionalLong tokensPerMinute,
            OptionalLong requestsPerDay,
            OptionalInt inFlight) {}

    /** @param tokens negative while a debt is paid off */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record Free(OptionalLong requests, OptionalLong tokens, OptionalLong requestsToday) {}

    /** The lanes that a stage may use, by name. An instance has one part of a lane for all its stages, so all instances count. */
    static List<LaneView> of(FlowStage stage, List<Worker> living) {
        TreeMap<String, List<LaneReport>> lanes = living.stream()
                .flatMap(worker -> worker.report().lanes().stream())
                .filter(lane -> lane.stages().contains(stage))
                .collect(java.util.stream.Collectors.groupingBy(
                        LaneReport::lane, TreeMap::new, java.util.stream.Collectors.toList()));
        return lanes.values().stream().map(LaneView::of).toList();
    }

    private static LaneView of(List<LaneReport> parts) {
        LaneReport.Limits limits = parts.getFirst().limits();
        return new LaneView(
                parts.getFirst().lane(),
                new Budget(
                        limits.requestsPerMinute(),
                        limits.tokensPerMinute(),
                        limits.requestsPerDay(),
                        limits.inFlight()),
                new Free(
                        sum(parts, part -> part.free().requests()),
                        sum(parts, part -> part.free().tokens()),
                        sum(parts, part -> part.free().requestsToday())),
                Math.min(1, parts.stream().mapToDouble(LaneReport::share).sum()),
                parts.stream().mapToInt(LaneReport::inFlight).sum(),
                parts.stream().mapToInt(LaneReport::waiting).sum(),
                parts.stream().flatMap(part -> part.pausedUntil().stream()).max(Comparator.naturalOrder()));
    }

    private static OptionalLong sum(List<LaneReport> parts, Function<LaneReport, OptionalLong> number) {
        return parts.stream()
                .map(number)
                .filter(OptionalLong::isPresent)
                .mapToLong(OptionalLong::getAsLong)
                .reduce(Long::sum);
    }
}
