package dev.rushes.runtime.kafka;

import org.springframework.context.SmartLifecycle;

/** Something whose end takes a while: those of one phase end side by side, each on a thread of its own. */
interface StopsAside extends SmartLifecycle {
    @Override
    default void stop(Runnable callback) {
        Thread unused = Thread.ofVirtual().name("rushes-stop").start(() -> {
            try {
                stop();
            } finally {
                callback.run();
            }
        });
    }
}
