package dev.rushes.runtime.observe;

import dev.rushes.flow.FlowStage;
import dev.rushes.runtime.stage.JobTicket;
import io.micrometer.context.ContextRegistry;
import io.micrometer.context.ThreadLocalAccessor;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.MDC;
import reactor.core.publisher.Hooks;
import reactor.util.context.Context;
import reactor.util.context.ContextView;

/**
 * Puts job, run, stage, tenant, attempt and trace on every log line that is written on behalf of a record, whatever thread writes it: the
 * fields travel in Reactor's context, and Reactor sets them on each thread that it uses.
 */
public final class LogFields {
    private static final String KEY = "rushes.log";
    private static final MdcAccessor MDC_ACCESSOR = new MdcAccessor();

    private LogFields() {}

    /** Switches the propagation on for the whole process. To do so twice changes nothing. */
    public static void install() {
        ContextRegistry.getInstance().registerThreadLocalAccessor(MDC_ACCESSOR);
        Hooks.enableAutomaticContextPropagation();
    }

    /** A context whose work logs with these fields. */
    public static Context with(Context context, Map<String, String> fields) {
        return context.put(KEY, fields);
    }

    /** What is known of a record's job without reading it. */
    public record Outside(Optional<UUID> job, Optional<Integer> run, Optional<String> tenant) {
        public static Outside of(JobTicket ticket) {
            return new Outside(Optional.of(ticket.jobId()), Optional.of(ticket.run()), Optional.of(ticket.tenant()));
        }
    }

    /** Fields of a record; those that nobody knows are left out. */
    public static Map<String, String> of(FlowStage stage, Outside known, int attempt, String traceId) {
        Map<String, String> fields = new HashMap<>();
        known.job().ifPresent(job -> fields.put("job", job.toString()));
        known.run().ifPresent(run -> fields.put("run", run.toString()));
        known.tenant().ifPresent(tenant -> fields.put("tenant", tenant));
        fields.put("stage", stage.label());
        fields.put("attempt", Integer.toString(attempt));
        fields.put("trace", traceId);
        return Collections.unmodifiableMap(fields);
    }

    /** Runs a task that logs with these fields, on a thread whose other fields Reactor has set, if it has any. */
    public static void during(Map<String, String> fields, Runnable task) {
        Map<String, String> before = MDC_ACCESSOR.getValue();
        MDC_ACCESSOR.setValue(fields);
        try {
            task.run();
        } finally {
            MDC_ACCESSOR.restore(before);
        }
    }

    /** A task that logs with these fields, on whatever thread it is run. */
    public static Runnable on(Map<String, String> fields, Runnable task) {
        return () -> {
            Map<String, String> before = MDC.getCopyOfContextMap();
            MDC.setContextMap(fields);
            try {
                task.run();
            } finally {
                if (before == null) {
                    MDC.clear();
                } else {
                    MDC.setContextMap(before);
                }
            }
        };
    }

    /** A task that logs with the fields of a Reactor context, outside of any chain. */
    public static Runnable on(ContextView context, Runnable task) {
        Map<String, String> fields = context.hasKey(KEY) ? context.get(KEY) : Map.of();
        return on(fields, task);
    }

    /**
     * Remembers which fields the thread has, because to ask {@link MDC} or to tell it costs a copy, and Reactor asks and tells at every
     * change of thread.
     */
    private static final class MdcAccessor implements ThreadLocalAccessor<Map<String, String>> {
        private static final Map<String, String> NONE = Map.of();
        private final ThreadLocal<Map<String, String>> current = ThreadLocal.withInitial(() -> NONE);

        @Override
        public Object key() {
            return KEY;
        }

        @Override
        public Map<String, String> getValue() {
            return current.get();
        }

        @Override
        public void setValue(Map<String, String> fields) {
            if (fields != current.get()) {
                current.set(fields);
                MDC.setContextMap(fields);
            }
        }

        @Override
        public void restore(Map<String, String> before) {
            if (before == NONE) {
                setValue();
            } else {
                setValue(before);
            }
        }

        @Override
        public void setValue() {
            if (current.get() != NONE) {
                current.remove();
                MDC.clear();
            }
        }
    }
}
