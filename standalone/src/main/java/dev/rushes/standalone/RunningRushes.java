package dev.rushes.standalone;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.web.server.PortInUseException;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.MutablePropertySources;

/** Everything up, from the database to the HTTP port, until it is closed. */
final class RunningRushes implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RunningRushes.class);

    /** The folder has one holder at a time, so what a crashed one had begun is this one's. */
    private static final Map<String, Object> SOLE =
            Map.of("rushes.kafka.worker", "rushes", "rushes.runtime.sole-worker", true);

    /** And so are its partitions. With the other protocol the broker gives an instance's name away only when its session is over. */
    private static final Map<String, Object> MEMBERSHIP =
            Map.of("rushes.kafka.group-instance-id", "rushes", "rushes.kafka.session-timeout", "10s");

    /** Broker and database work on the same processors, so an acknowledgement that is late says that these are short. */
    private static final Map<String, Object> TOGETHER = Map.of("rushes.runtime.give-way.longest", "10s");

    private final DataFolder data;
    private final Infrastructure infrastructure;
    private final ConfigurableApplicationContext application;
    private final String address;

    private RunningRushes(
            DataFolder data,
            Infrastructure infrastructure,
            ConfigurableApplicationContext application,
            String address) {
        this.data = data;
        this.infrastructure = infrastructure;
        this.application = application;
        this.address = address;
    }

    /**
     * Starts all of Rushes and returns when it takes jobs.
     *
     * @param folder where everything is kept between runs
     * @param port HTTP port on loopback; 0 takes a free one
     */
    static RunningRushes start(Path folder, int port) {
        DataFolder data = DataFolder.take(folder);
        AtomicReference<Infrastructure> started = new AtomicReference<>();
        try {
            ConfigurableApplicationContext application = application(data, port, started);
            Infrastructure infrastructure = Objects.requireNonNull(started.get());
            infrastructure.awaitReady();
            String address = "http://127.0.0.1:" + boundPort(application);
            data.announce(address);
            return new RunningRushes(data, infrastructure, application, address);
        } catch (RuntimeException e) {
            Optional.ofNullable(started.get()).ifPresent(Infrastructure::close);
            closeQuietly(data);
            throw e;
        }
    }

    /** Address of the page and of the API. */
    String address() {
        return address;
    }

    Map<String, String> addresses() {
        return infrastructure.addresses();
    }

    <T> T bean(Class<T> type) {
        return application.getBean(type);
    }

    @Override
    public void close() {
        application.close();
        infrastructure.close();
        closeQuietly(data);
    }

    private static ConfigurableApplicationContext application(
            DataFolder data, int port, AtomicReference<Infrastructure> started) {
        SpringApplication application = new SpringApplication(StandaloneApplication.class);
        application.setRegisterShutdownHook(false);
        application.setDefaultProperties(settings(data, port));
        // At this moment the log is set up and no bean exists yet: the infrastructure can tell what it does, and the
        // beans find it running.
        application.addInitializers(context -> {
            Infrastructure infrastructure = Infrastructure.start(data);
            started.set(infrastructure);
            MutablePropertySources sources = context.getEnvironment().getPropertySources();
            sources.addFirst(new MapPropertySource("infrastructure", infrastructure.settings()));
            sources.addLast(new MapPropertySource("sole", SOLE));
            sources.addLast(new MapPropertySource("together", TOGETHER));
            if (!"consumer".equalsIgnoreCase(context.getEnvironment().getProperty("rushes.kafka.group-protocol"))) {
                sources.addLast(new MapPropertySource("membership", MEMBERSHIP));
            }
        });
        try {
            return application.run();
        } catch (RuntimeException e) {
            for (Throwable cause = e; cause != null; cause = cause.getCause()) {
                if (cause instanceof PortInUseException) {
                    throw new UserError(
                            "Port " + port + " on 127.0.0.1 is taken. Choose another with --port, or 0 for any.");
                }
            }
            throw e;
        }
    }

    private static Map<String, Object> settings(DataFolder data, int port) {
        return Map.of(
                "spring.application.name",
                "rushes",
                "server.port",
                port,
                "rushes.store.root",
                data.resolve("objects").toString(),
                "rushes.work.root",
                data.resolve("work").toString(),
                "rushes.links.secret-file",
                data.resolve("link-secret").toString(),
                "rushes.access.keys.first-file",
                data.resolve(Keys.FIRST).toString(),
                "rushes.webhooks.key-file",
                data.resolve("webhook-key").toString(),
                // Whoever can ask is on this machine, and so is what they build and want to be told.
                "rushes.webhooks.url.allow-http",
                true,
                "rushes.webhooks.url.allow-private-addresses",
                true,
                "rushes.webhooks.url.ports",
                "0");
    }

    private static int boundPort(ConfigurableApplicationContext application) {
        if (application instanceof WebServerApplicationContext web && web.getWebServer() != null) {
            return web.getWebServer().getPort();
        }
        throw new IllegalStateException("Expected an HTTP server, but the application started without one");
    }

    private static void closeQuietly(DataFolder data) {
        try {
            data.close();
        } catch (IOException e) {
            LOG.warn("Expected to release {}, but: {}", data.root(), e.getMessage());
        }
    }
}
