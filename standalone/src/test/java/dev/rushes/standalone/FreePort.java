package dev.rushes.standalone;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A port for a program that is started in a moment. It lies below those that the system hands out by itself, so that no connection and no server of
 * another test that takes any port gets it first.
 */
final class FreePort {
    private static final int LOWEST = 20_000;
    private static final int HIGHEST = 30_000;
    private static final int TRIES = 100;

    private FreePort() {}

    static int find() {
        for (int tries = 0; tries < TRIES; tries++) {
            int port = ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST);
            try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return socket.getLocalPort();
            } catch (IOException _) {
                // Somebody has it.
            }
        }
        throw new AssertionError("Expected a free port between " + LOWEST + " and " + HIGHEST + ", but found none");
    }
}
