package dev.rushes.ingest.generation.domain;

import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Where a film may be fetched from, and who is shown the key: the service itself, and nobody else.
 *
 * @param service address of the service
 */
public record DownloadRule(URI service) {
    /** What the vendor keeps files on. */
    private static final List<String> VENDORS = List.of(".googleapis.com", ".googleusercontent.com", ".google.com");

    /**
     * One request.
     *
     * @param withKey whether the key goes along
     */
    public record Hop(URI address, boolean withKey) {}

    /** The request to an address, which may be relative to the service; empty if nothing may be fetched from there. */
    public Optional<Hop> to(URI address) {
        URI whole = service.resolve(address);
        if (isService(whole)) {
            return Optional.of(new Hop(whole, true));
        }
        String host = String.valueOf(whole.getHost()).toLowerCase(Locale.ROOT);
        boolean vendor = "https".equals(whole.getScheme())
                && whole.getUserInfo() == null
                && (whole.getPort() == -1 || whole.getPort() == 443)
                && VENDORS.stream().anyMatch(host::endsWith);
        return vendor ? Optional.of(new Hop(whole, false)) : Optional.empty();
    }

    private boolean isService(URI address) {
        return service.getScheme().equals(address.getScheme())
                && service.getHost().equalsIgnoreCase(String.valueOf(address.getHost()))
                && service.getPort() == address.getPort()
                && address.getUserInfo() == null;
    }
}
