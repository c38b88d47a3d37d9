package dev.rushes.standalone;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.web.server.PortInUseException;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;

/** Everything up, from the database to the HTTP port, until it is closed. */
final class RunningRushes implements AutoCloseable {
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
        try {
            Infrastructure infrastructure = Infrastructure.start(data);
            try {
                ConfigurableApplicationContext application = application(data, infrastructure, port);
                infrastructure.awaitReady();
                String address = "http://127.0.0.1:" + boundPort(application);
                data.announce(address);
                return new RunningRushes(data, infrastructure, application, address);
            } catch (RuntimeException e) {
                infrastructure.close();
                throw e;
            }
        } catch (RuntimeException e) {
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
            DataFolder data, Infrastructure infrastructure, int port) {
        SpringApplication application = new SpringApplication(StandaloneApplication.class);
        application.setRegisterShutdownHook(false);
        application.setDefaultProperties(settings(data, infrastructure, port));
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

    private static Map<String, Object> settings(DataFolder data, Infrastructure infrastructure, int port) {
        Map<String, Object> settings = new HashMap<>(infrastructure.settings());
        settings.put("spring.application.name", "rushes");
        settings.put("server.port", port);
        settings.put("rushes.store.root", data.resolve("objects").toString());
        settings.put("rushes.work.root", data.resolve("work").toString());
        settings.put("rushes.links.secret-file", data.resolve("link-secret").toString());
        return settings;
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

    private static final Logger LOG = LoggerFactory.getLogger(RunningRushes.class);
}
