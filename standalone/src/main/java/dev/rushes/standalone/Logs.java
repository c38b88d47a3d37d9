package dev.rushes.standalone;

import java.nio.file.Path;

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
}
