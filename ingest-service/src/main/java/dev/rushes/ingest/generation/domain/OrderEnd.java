package dev.rushes.ingest.generation.domain;

import dev.rushes.gemini.domain.Trouble;

/** How an order ended. The difference between the last two is money. */
public sealed interface OrderEnd {

    /** The service makes the film and has given it this name. */
    record Accepted(String operation) implements OrderEnd {}

    /** The service will never make it, and says why. */
    record Refused(String message) implements OrderEnd {}

    /** The service has certainly not taken it, now. */
    record NotTaken(Trouble trouble) implements OrderEnd {}

    /** Nobody knows: the answer was lost, or was none. */
    record Lost(String message) implements OrderEnd {}
}
