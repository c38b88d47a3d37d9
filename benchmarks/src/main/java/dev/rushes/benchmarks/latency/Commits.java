package dev.rushes.benchmarks.latency;

import java.lang.management.ManagementFactory;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/** Counts the commits of all consumers in this process, by Kafka's own metrics. */
final class Commits {
    private Commits() {}

    static long ofThisProcess() {
        MBeanServer beans = ManagementFactory.getPlatformMBeanServer();
        double commits = 0;
        try {
            for (ObjectName name :
                    beans.queryNames(new ObjectName("kafka.consumer:type=consumer-coordinator-metrics,*"), null)) {
                commits += ((Number) beans.getAttribute(name, "commit-total")).doubleValue();
            }
        } catch (JMException e) {
            throw new IllegalStateException("Expected Kafka's metrics to tell the commits, but: " + e.getMessage(), e);
        }
        return (long) commits;
    }
}
