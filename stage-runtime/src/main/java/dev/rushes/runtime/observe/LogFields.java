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

    private static final class MdcAccessor implements ThreadLocalAccessor<Map<String, String>> {
        @Override
        public Object key() {
            return KEY;
        }

        @Override
        public Map<String, String> getValue() {
            Map<String, String> fields = MDC.getCopyOfContextMap();
            return fields == null ? Map.of() : fields;
        }

        @Override
        public void setValue(Map<String, String> fields) {
            MDC.setContextMap(fields);
        }

        @Override
        public void setValue() {
            MDC.clear();
        }
    }
}
