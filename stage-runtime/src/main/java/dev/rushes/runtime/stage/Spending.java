package dev.rushes.runtime.stage;

import java.util.concurrent.atomic.AtomicReference;
import reactor.util.context.Context;
import reactor.util.context.ContextView;

/**
 * Sums up what one try costs. It travels in the subscriber's context, so that a tool deep inside a stage can add to it and no method has to hand
 * it on. Thread-safe.
 */
public final class Spending {
    private final AtomicReference<Usage> total = new AtomicReference<>(Usage.NONE);

    /** The one of the try that subscribes; one that nobody reads, if no try does. */
    public static Spending of(ContextView view) {
        return view.<Spending>getOrEmpty(Spending.class).orElseGet(Spending::new);
    }

    /** What is subscribed with this context adds to this. */
    public Context in(Context context) {
        return context.put(Spending.class, this);
    }

    public void add(Usage usage) {
        Usage unused = total.accumulateAndGet(usage, Usage::plus);
    }

    public Usage total() {
        return total.get();
    }
}
