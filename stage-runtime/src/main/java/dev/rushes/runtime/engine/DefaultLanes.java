package dev.rushes.runtime.engine;

import java.util.ArrayList;
import java.util.List;

/**
 * Lanes that a service needs whether or not somebody has set them up. The settings of {@code rushes.lanes} win.
 *
 * @param lanes of different names
 */
public record DefaultLanes(List<LaneDefinition> lanes) {
    public DefaultLanes {
        lanes = List.copyOf(lanes);
    }

    /** The lanes that were set up, and those of these that were not. */
    public List<LaneDefinition> beside(List<LaneDefinition> setUp) {
        List<LaneDefinition> all = new ArrayList<>(setUp);
        lanes.stream()
                .filter(lane -> setUp.stream().noneMatch(its -> its.name().equals(lane.name())))
                .forEach(all::add);
        return List.copyOf(all);
    }
}
