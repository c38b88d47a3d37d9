package dev.rushes.gemini;

import java.net.URI;
import java.util.Set;

/** Where a key may be sent. */
public final class GeminiAddress {
    private static final Set<String> THIS_MACHINE = Set.of("127.0.0.1", "localhost", "[::1]");

    private GeminiAddress() {}

    /**
     * The same address, if it is one to which a key may be sent: https, or this machine.
     *
     * @param setting who names it, for the message
     * @throws IllegalArgumentException if it is not
     */
    public static URI checked(URI address, String setting) {
        boolean secret = "https".equals(address.getScheme()) && address.getHost() != null;
        boolean near = "http".equals(address.getScheme()) && THIS_MACHINE.contains(String.valueOf(address.getHost()));
        if (!secret && !near) {
            throw new IllegalArgumentException(
                    "Expected " + setting + " to begin with https://, for a key is sent there, but got " + address);
        }
        return address;
    }
}
