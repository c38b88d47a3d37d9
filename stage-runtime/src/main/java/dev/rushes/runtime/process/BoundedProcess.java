package dev.rushes.runtime.process;

import dev.rushes.runtime.stage.Spending;
import dev.rushes.runtime.stage.Usage;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Runs external programs within limits. Needs {@code /bin/sh} and {@code setsid} (util-linux or busybox).
 *
 * <p>Each start is logged in one line with the log fields of the subscriber, and counted as {@value #STARTS} by tool: how often a tool ran
 * is the number that no noise on a shared machine can move. The processor time of each is added to the {@link Spending} of whoever subscribes.
 */
public final class BoundedProcess {
    /** Counter of started processes, tagged with {@code tool}. */
    public static final String STARTS = "rushes.tool.starts";

    private static final Logger log = LoggerFactory.getLogger(BoundedProcess.class);

    private final MeterRegistry meters;

    public BoundedProcess(MeterRegistry meters) {
        this.meters = meters;
    }

    /**
     * Runs a command when subscribed to. Cancelling kills it with its whole group within a second.
     *
     * @param reader reads the standard output as it comes, on a thread of its own
     * @return how it ended, when it is gone and its output is read; signals no errors
     */
    public <T> Mono<ProcessEnd<T>> run(ProcessCommand command, OutputReader<T> reader) {
        return Mono.deferContextual(context -> start(command, reader, Spending.of(context)));
    }

    private <T> Mono<ProcessEnd<T>> start(ProcessCommand command, OutputReader<T> reader, Spending spending) {
        return Mono.create(sink -> {
            Map<String, String> fields = MDC.getCopyOfContextMap();
            RunningProcess<T> running = new RunningProcess<>(command, reader, end -> {
                spending.add(Usage.ofCpu(end.usage().cpu()));
                sink.success(end);
            });
            var killing = sink.onDispose(running::kill);
            var starting = Schedulers.boundedElastic().schedule(() -> {
                tell(command, fields);
                running.start();
            });
        });
    }

    private void tell(ProcessCommand command, Map<String, String> fields) {
        Map<String, String> before = MDC.getCopyOfContextMap();
        try {
            MDC.setContextMap(fields == null ? Map.of() : fields);
            log.info("Starting {}: {}", command.tool(), command.purpose());
        } finally {
            MDC.setContextMap(before == null ? Map.of() : before);
        }
        meters.counter(STARTS, "tool", command.tool()).increment();
    }
}
