package dev.rushes.campaigns.nemesis;

import dev.rushes.campaigns.dump.Dump.FaultWindow;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What was done, when. Thread-safe. */
public final class FaultLog {
    private final Clock clock;
    private final List<FaultWindow> windows = new ArrayList<>();
    private final Map<Object, FaultWindow> open = new LinkedHashMap<>();

    public FaultLog(Clock clock) {
        this.clock = clock;
    }

    synchronized Object begin(FaultKind kind, String target) {
        Object fault = new Object();
        open.put(fault, new FaultWindow(kind.label(), target, clock.millis(), Long.MAX_VALUE));
        return fault;
    }

    synchronized void end(Object fault) {
        FaultWindow window = open.remove(fault);
        if (window != null) {
            windows.add(new FaultWindow(window.fault(), window.target(), window.start(), clock.millis()));
        }
    }

    /** Faults that have ended. */
    public synchronized List<FaultWindow> windows() {
        return List.copyOf(windows);
    }

    /** What is going on now, for people. */
    public synchronized List<String> open() {
        return open.values().stream()
                .map(window -> window.fault() + "(" + window.target() + ")")
                .toList();
    }
}
