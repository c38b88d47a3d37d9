package dev.rushes.ingest.access;

import dev.rushes.ingest.access.keys.FirstKey;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.web.server.autoconfigure.ServerProperties;
import org.springframework.context.SmartLifecycle;

/** What must be settled before the first request is served: nobody is exposed, and there is a first key. Blocks: nothing else runs yet. */
final class AccessStart implements SmartLifecycle {
    static final Duration PATIENCE = Duration.ofSeconds(30);

    private final AccessSettings settings;
    private final FirstKey first;
    private volatile boolean running;

    AccessStart(AccessSettings settings, FirstKey first, ServerProperties server) {
        this.settings = settings;
        this.first = first;
        if (settings.mode() == AccessMode.NONE && !isLoopback(server.getAddress())) {
            throw new Exposed(Optional.ofNullable(server.getAddress())
                    .map(InetAddress::getHostAddress)
                    .orElse("every address of this machine"));
        }
    }

    private static boolean isLoopback(@Nullable InetAddress address) {
        return address != null && address.isLoopbackAddress();
    }

    @Override
    public void start() {
        if (settings.mode() == AccessMode.API_KEY) {
            first.prepare(settings.keys().first(), settings.keys().firstFile()).block(PATIENCE);
        }
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
}
