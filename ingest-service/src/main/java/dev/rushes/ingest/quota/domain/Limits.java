package dev.rushes.ingest.quota.domain;

import java.util.EnumMap;
import java.util.Map;
import java.util.OptionalLong;

/** Limits of a tenant; what is absent is unlimited. */
public record Limits(Map<Limit, Long> most) {
    public static final Limits NONE = new Limits(Map.of());

    public Limits {
        most = Map.copyOf(most);
    }

    public OptionalLong of(Limit limit) {
        Long number = most.get(limit);
        return number == null ? OptionalLong.empty() : OptionalLong.of(number);
    }

    public boolean isUnlimited() {
        return most.isEmpty();
    }

    /** The same with one limit more, or without one if the number is empty. */
    public Limits with(Limit limit, OptionalLong number) {
        Map<Limit, Long> changed = new EnumMap<>(Limit.class);
        changed.putAll(most);
        changed.remove(limit);
        number.ifPresent(value -> changed.put(limit, value));
        return new Limits(changed);
    }
}
