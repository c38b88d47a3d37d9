package dev.rushes.runtime.observe;

import dev.rushes.flow.FlowStage;
import dev.rushes.runtime.stage.JobTicket;
import io.micrometer.context.ContextRegistry;
import io.micrometer.context.ThreadLocalAccessor;
import java.util.Map;
import org.slf4j.MDC;
import reactor.core.publisher.Hooks;
import reactor.util.context.Context;

/**
 * Puts job, run, stage, tenant, attempt and trace on every log line that is written on behalf of a record, whatever thread writes it: the
 * fields travel in Reactor's context, and Reactor sets them on each thread that it uses.
 */
public final class LogFields {
    private static final String KEY = "rushes.log";

    private LogFields() {}

    /** Switches the propagation on for the whole process. To do so twice changes nothing. */
    public static void install() {
        ContextRegistry.getInstance().registerThreadLocalAccessor(new MdcAccessor());
        Hooks.enableAutomaticContextPropagation();
    }

    /** A context whose work logs with these fields. */
    public static Context with(Context context, FlowStage stage, JobTicket ticket, int attempt, String traceId) {
        return context.put(
                KEY,
                Map.of(
                        "job", ticket.jobId().toString(),
                        "run", Integer.toString(ticket.run()),
                        "stage", stage.label(),
                        "tenant", ticket.tenant(),
                        "attempt", Integer.toString(attempt),
                        "trace", traceId));
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
        public void setValue() {
            if (current.get() != NONE) {
                current.remove();
                MDC.clear();
            }
        }
    }
}
