package dev.rushes.ingest.gate;

/** What the {@link AddressGate} says about an address. Each reason is a sentence: "Expected …, but …." */
public sealed interface Admission {

    /** Connect to this, and to nothing else. */
    record Admitted(Destination destination) implements Admission {}

    /** Not an address that this installation connects to. */
    record Malformed(String why) implements Admission {}

    /** It leads to where nobody may be sent. */
    record Forbidden(String why) implements Admission {}

    /** No name server knows the host right now. */
    record NotFound(String why, Throwable cause) implements Admission {}
}
