package dev.rushes.benchmarks.events;

import dev.rushes.benchmarks.broker.Bus;
import dev.rushes.benchmarks.broker.Footage;
import dev.rushes.benchmarks.contenders.Work;
import dev.rushes.flow.Flow;
import dev.rushes.flow.FlowStage;
import dev.rushes.runtime.stage.JobTicket;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The records that every contender works off, written once; and the topics, which are kept small between two runs. */
public final class Backlog {
    public static final String INPUT = FlowStage.SPLIT.topic();
    public static final String OUTPUT = FlowStage.TIMELINE.topic();
    private static final int TENANTS = 10;
    private static final long SEED = 20_260_101L;

    private final Set<String> jobs = new HashSet<>();

    /** @param stuckAt place of the record that is stuck if the work says so; -1 for none */
    public static Backlog write(Bus bus, int records, int stuckAt) {
        bus.create(List.of(INPUT, OUTPUT, Flow.EVENTS));
        Backlog backlog = new Backlog();
        Footage footage = new Footage(SEED);
        for (int number = 0; number < records; number++) {
            JobTicket ticket = footage.ticket("tenant-" + number % TENANTS);
            bus.send(footage.record(INPUT, ticket, number == stuckAt ? Work.STUCK : "holiday-" + number));
            backlog.jobs.add(ticket.jobId().toString());
        }
        bus.flush();
        return backlog;
    }

    /** All jobs. */
    public Set<String> jobs() {
        return jobs;
    }
}
