package dev.rushes.standalone;

import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The terminal belongs to the person; what the program tells itself goes to a file of JSON lines. */
final class Logs {
    private Logs() {}

    /** Sends the log to {@code logs/rushes.log} in the data folder. Must run before anything is logged. */
    static void into(Path data) {
        System.setProperty(
                "logging.file.name", data.resolve("logs").resolve("rushes.log").toString());
        System.setProperty("logging.structured.format.file", "ecs");
        System.setProperty("logging.threshold.console", "OFF");
        System.setProperty("logging.level.root", "WARN");
        System.setProperty("logging.level.dev.rushes", "INFO");
    }

    /** For what keeps no data: only what went wrong is told, in the terminal. To be called before anything is logged. */
    static void none() {
        if (LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME) instanceof ch.qos.logback.classic.Logger root) {
            root.setLevel(ch.qos.logback.classic.Level.WARN);
        }
    }
}
