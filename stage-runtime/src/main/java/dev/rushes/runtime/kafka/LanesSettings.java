package dev.rushes.runtime.kafka;

import dev.rushes.runtime.engine.LaneDefinition;
import java.util.List;
import java.util.Map;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.handler.NoUnboundElementsBindHandler;
import org.springframework.core.env.Environment;

/**
 * All lanes, under {@code rushes.lanes}. A key that does not exist, or a limit that can't be kept, fails the start.
 *
 * @param lanes by name
 */
record LanesSettings(Map<String, LaneSettings> lanes) {
    private static final String PREFIX = "rushes.lanes";

    LanesSettings {
        lanes = Map.copyOf(lanes);
    }

    static LanesSettings of(Environment environment) {
        Map<String, LaneSettings> lanes = Binder.get(environment)
                .bind(
                        PREFIX,
                        Bindable.mapOf(String.class, LaneSettings.class),
                        new NoUnboundElementsBindHandler(BindHandler.DEFAULT))
                .orElseGet(Map::of);
        return new LanesSettings(lanes);
    }

    /** @throws IllegalStateException with the name of a lane whose settings make no sense */
    List<LaneDefinition> definitions() {
        return lanes.entrySet().stream()
                .map(lane -> definition(lane.getKey(), lane.getValue()))
                .toList();
    }

    private static LaneDefinition definition(String name, LaneSettings settings) {
        try {
            return settings.named(name);
        } catch (IllegalArgumentException e) {
            throw new IllegalStateException(PREFIX + "[" + name + "]: " + e.getMessage(), e);
        }
    }
}
