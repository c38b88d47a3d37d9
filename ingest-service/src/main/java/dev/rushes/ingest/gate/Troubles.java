package dev.rushes.ingest.gate;

import io.netty.channel.ConnectTimeoutException;
import io.netty.handler.timeout.TimeoutException;
import java.net.ConnectException;
import javax.net.ssl.SSLException;

/** Says in a few words why a server could not be reached. The words of the exceptions hold addresses and are not for strangers. */
public final class Troubles {
    private Troubles() {}

    public static String sentence(Throwable cause) {
        return switch (cause) {
            case ConnectTimeoutException _ -> "it did not take the connection in time";
            case ConnectException _ -> "it refused the connection";
            case SSLException _ -> "it offers no encryption or certificate that can be trusted";
            case TimeoutException _ -> "it did not answer in time";
            default -> "the connection failed";
        };
    }
}
