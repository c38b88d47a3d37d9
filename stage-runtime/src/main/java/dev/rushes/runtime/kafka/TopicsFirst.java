package dev.rushes.runtime.kafka;

import org.springframework.context.SmartLifecycle;

/** Makes sure of the topics before anything is sent or read. */
final class TopicsFirst implements SmartLifecycle {
    /** Before everything that uses Kafka. */
    static final int PHASE = -1_000;

    private final Topics topics;
    private final Courier courier;
    private volatile boolean running;

    TopicsFirst(Topics topics, Courier courier) {
        this.topics = topics;
        this.courier = courier;
    }

    @Override
    public void start() {
        topics.ensure();
        courier.open();
        running = true;
    }

    @Override
    public void stop() {
        running = false;
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    public int getPhase() {
        return PHASE;
    }
}
