package dev.rushes.campaigns.nemesis;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** What can be done to the cluster. */
public enum FaultKind {
    /** {@code kill -9} of a broker that leads; it starts again after 1 to 5 s. */
    BROKER_KILL(Lane.BROKER, false),
    /** SIGSTOP of a broker that leads, for 12 s. */
    BROKER_PAUSE(Lane.BROKER, false),
    /** All packets of one direction between two brokers are lost for 5 to 10 s. */
    BROKER_CUT(Lane.BROKER, true),
    /** 10 to 30 % of the packets to a broker from all others and from all services are lost for 5 to 10 s. */
    BROKER_LOSS(Lane.BROKER, true),
    /** {@code kill -9} of a service; it starts again after 1 to 5 s. */
    SERVICE_KILL(Lane.SERVICE, false),
    /** SIGSTOP of a service for longer than its session, then SIGCONT: a zombie. */
    SERVICE_PAUSE(Lane.SERVICE, false),
    /** SIGTERM and restart of all services, one after the other. */
    SERVICE_ROLL(Lane.SERVICE, false),
    /** All packets of one direction between a service and a broker are lost for 5 to 12 s. */
    SERVICE_CUT(Lane.SERVICE, true),
    /** 10 to 30 % of the packets from all brokers to a service are lost for 5 to 10 s. */
    SERVICE_LOSS(Lane.SERVICE, true),
    /** A further service joins and leaves, again and again; every third time it is killed. */
    JOIN_LEAVE(Lane.GUEST, false);

    /** Faults of a lane come one after the other; lanes are independent. */
    enum Lane {
        BROKER,
        SERVICE,
        GUEST
    }

    private final Lane lane;
    private final boolean onNetwork;

    FaultKind(Lane lane, boolean onNetwork) {
        this.lane = lane;
        this.onNetwork = onNetwork;
    }

    Lane lane() {
        return lane;
    }

    /** Whether it needs a network that can lose packets. */
    public boolean onNetwork() {
        return onNetwork;
    }

    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * Kinds by their labels, separated by commas; "all" and "none" are lists too.
     *
     * @throws IllegalArgumentException if there is no such kind; the message names those that exist
     */
    public static Set<FaultKind> parse(String labels) {
        return switch (labels) {
            case "all" -> EnumSet.allOf(FaultKind.class);
            case "none" -> EnumSet.noneOf(FaultKind.class);
            default ->
                Arrays.stream(labels.split(","))
                        .map(FaultKind::of)
                        .collect(Collectors.toCollection(() -> EnumSet.noneOf(FaultKind.class)));
        };
    }

    private static FaultKind of(String label) {
        return Arrays.stream(values())
                .filter(kind -> kind.label().equals(label))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("Expected all, none or some of "
                        + Arrays.stream(values()).map(FaultKind::label).collect(Collectors.joining(","))
                        + ", but got \"" + label + "\""));
    }
}
