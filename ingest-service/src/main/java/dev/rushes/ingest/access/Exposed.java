package dev.rushes.ingest.access;

/** Somebody wanted to serve strangers without asking who they are. */
public final class Exposed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Exposed(String address) {
        super(
                "Expected server.address to be on loopback, because rushes.access.mode is none and everybody who reaches the port may do everything, but it is "
                        + address
                        + ". Set rushes.access.mode to api-key or jwt, or server.address to 127.0.0.1.");
    }
}
