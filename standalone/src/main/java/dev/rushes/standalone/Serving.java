package dev.rushes.standalone;

import picocli.CommandLine.Option;

/** A command that starts everything and stays up at an address that people know. */
abstract class Serving extends Starting {
    @Option(
            names = "--port",
            paramLabel = "PORT",
            defaultValue = "8080",
            description = "HTTP port on 127.0.0.1; 0 takes a free one. Default: ${DEFAULT-VALUE}")
    private int port;

    final int port() {
        return port;
    }
}
