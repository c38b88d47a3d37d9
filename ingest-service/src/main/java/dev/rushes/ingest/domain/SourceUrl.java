package dev.rushes.ingest.domain;

import java.net.InetAddress;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An address that has been taken apart and put together again from checked parts, so that nobody who reads it later can see another host in
 * it than the one that was checked.
 *
 * @param scheme "https" or "http"
 * @param host registered name in lower case (punycode), dotted IPv4 address, or IPv6 address without brackets
 * @param port TCP port
 * @param target path and query in ASCII; begins with a slash
 * @param literal the address, where the host is one
 */
public record SourceUrl(String scheme, String host, int port, String target, Optional<InetAddress> literal) {
    private static final Pattern ABSOLUTE = Pattern.compile("^[A-Za-z][A-Za-z0-9+.-]*:.*");

    /** The address for a client. */
    public URI uri() {
        return URI.create(origin() + target);
    }

    /** Scheme, host and port: all that may be shown, because path and query can hold credentials. */
    public String origin() {
        String shown = host.indexOf(':') < 0 ? host : "[" + host + "]";
        return scheme + "://" + shown + (port == defaultPort(scheme) ? "" : ":" + port);
    }

    /** Where a redirect from here leads, as text that has to be checked like any other address. */
    public String follow(String location) {
        String trimmed = location.strip();
        if (ABSOLUTE.matcher(trimmed).matches()) {
            return trimmed;
        }
        if (trimmed.startsWith("//")) {
            return scheme + ":" + trimmed;
        }
        if (trimmed.startsWith("/")) {
            return origin() + trimmed;
        }
        String path = target.replaceFirst("\\?.*", "");
        return trimmed.startsWith("?") ? origin() + path + trimmed : origin() + folder(path) + trimmed;
    }

    static int defaultPort(String scheme) {
        return scheme.toLowerCase(Locale.ROOT).equals("https") ? 443 : 80;
    }

    private static String folder(String path) {
        return path.substring(0, path.lastIndexOf('/') + 1);
    }

    /** Without path and query, which can hold credentials. */
    @Override
    public String toString() {
        return origin();
    }
}
