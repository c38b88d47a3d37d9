package dev.rushes.ingest.check;

import dev.rushes.ingest.access.AccessMode;
import reactor.core.publisher.Mono;

/** Who may ask. */
final class AccessCheck {
    private AccessCheck() {}

    static Check of(AccessMode mode) {
        return new Check("access", Mono.just(finding(mode)), "");
    }

    static Finding finding(AccessMode mode) {
        return switch (mode) {
            case NONE ->
                new Finding(
                        Finding.State.OK,
                        "Nobody is asked who they are: everybody on this machine may do everything. Served on loopback only.",
                        "Good for one person on one machine. For others set rushes.access.mode to api-key or jwt (docs/access.md).");
            case API_KEY -> Finding.ok("Callers show keys of this installation.");
            case JWT -> Finding.ok("Callers show tokens of an OpenID provider.");
        };
    }
}
