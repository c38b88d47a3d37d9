package dev.rushes.campaigns.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.HashSet;
import java.util.Set;

/** Ports that nobody listens on, each given out once. They stay the same over restarts, so they are below those that the kernel gives to clients. */
final class Ports {
    private static final int FIRST = 20_000;
    private static final int LAST = 30_000;

    private final Set<Integer> given = new HashSet<>();

    int next() {
        for (int port = FIRST + (int) (ProcessHandle.current().pid() * 7 % 9_000); port < LAST; port++) {
            if (!given.contains(port) && isFree(port)) {
                boolean unused = given.add(port);
                return port;
            }
        }
        throw new IllegalStateException(
                "Expected a free port between " + FIRST + " and " + LAST + ", but there is none");
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (java.net.BindException taken) {
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
