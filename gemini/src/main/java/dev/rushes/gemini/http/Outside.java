package dev.rushes.gemini.http;

import java.io.IOException;
import org.springframework.web.reactive.function.client.WebClientException;

/** Tells faults of the network from faults of ours. */
public final class Outside {
    private Outside() {}

    /** Whether the connection, or what came over it, is at fault. */
    public static boolean isFault(Throwable error) {
        return error instanceof WebClientException || error instanceof IOException;
    }
}
