package dev.rushes.campaigns.brokers;

import dev.rushes.campaigns.dump.Dump.Sample;
import dev.rushes.campaigns.dump.Dumper;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks at the committed offsets every two seconds, whatever is being done to the cluster; a look that fails is left out. */
final class CommitSampler implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(CommitSampler.class);
    private static final long INTERVAL_MILLIS = 2_000;

    private final Dumper dumper;
    private final List<Sample> samples = new ArrayList<>();
    private final Thread thread =
            Thread.ofPlatform().name("campaign-commits").daemon().unstarted(this::look);
    private volatile boolean closed;

    CommitSampler(Dumper dumper) {
        this.dumper = dumper;
    }

    CommitSampler start() {
        thread.start();
        return this;
    }

    private void look() {
        while (!closed) {
            try {
                Sample sample = dumper.sample();
                synchronized (samples) {
                    samples.add(sample);
                }
            } catch (ExecutionException | TimeoutException missed) {
                LOG.debug("A look at the commits failed", missed);
            } catch (InterruptedException stop) {
                return;
            }
            try {
                Thread.sleep(INTERVAL_MILLIS);
            } catch (InterruptedException stop) {
                return;
            }
        }
    }

    List<Sample> samples() {
        synchronized (samples) {
            return List.copyOf(samples);
        }
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
    }
}
