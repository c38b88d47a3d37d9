package dev.rushes.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** Finds TCP ports on loopback that nobody listens on. */
final class FreePort {
    private FreePort() {}

    /** A port that was free a moment ago. Nothing reserves it: who takes it must bind it at once. */
    static int find() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException("Expected a free TCP port on loopback, but found none", e);
        }
    }
}
