package dev.rushes.ingest.domain;

import java.net.IDN;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The host part of an address, read so strictly that every reader agrees on it. There is one spelling of an IPv4 address, four decimal numbers
 * without leading zeros; all others that some resolver somewhere understands ({@code 2130706433}, {@code 0x7f.1}, {@code 0177.0.0.1},
 * {@code 127.1}) are refused, and so is an IPv6 address that is IPv4 in disguise.
 *
 * @param name lower-case ASCII
 * @param literal the address, where the host is one
 */
record HostName(String name, Optional<InetAddress> literal) {
    private static final int LIMIT = 253;
    private static final String OCTET = "(25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])";
    private static final Pattern IPV4 = Pattern.compile(OCTET + "(\\." + OCTET + "){3}");
    private static final Pattern IPV6 = Pattern.compile("[0-9a-fA-F:]{2,39}");
    private static final Pattern LABELS =
            Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*");
    /** A last label like this makes WHATWG URL parsers (and libc) read the whole host as an IPv4 address. */
    private static final Pattern ENDS_IN_NUMBER = Pattern.compile("(.*\\.)?([0-9]+|0x[0-9a-f]*)");

    /** The host as written, with brackets around an IPv6 address; empty if it is none or has a second meaning. */
    static Optional<HostName> parse(String written) {
        return written.startsWith("[") ? bracketed(written) : named(written);
    }

    /** Whether the name belongs to the machine or to its own network, whatever it resolves to. */
    boolean isInternal() {
        return literal.isEmpty()
                && (name.indexOf('.') < 0
                        || name.endsWith(".localhost")
                        || name.endsWith(".localdomain")
                        || name.endsWith(".local")
                        || name.endsWith(".internal")
                        || name.endsWith(".svc")
                        || name.endsWith(".home.arpa"));
    }

    private static Optional<HostName> bracketed(String written) {
        String inner = written.endsWith("]") ? written.substring(1, written.length() - 1) : "";
        if (!IPV6.matcher(inner).matches()) {
            return Optional.empty();
        }
        try {
            InetAddress address = InetAddress.ofLiteral(inner);
            // Java reads an IPv4-mapped address as IPv4.
            return address instanceof Inet6Address ? Optional.of(literal(address)) : Optional.empty();
        } catch (IllegalArgumentException notAnAddress) {
            return Optional.empty();
        }
    }

    private static Optional<HostName> named(String written) {
        return ascii(written).filter(name -> name.length() <= LIMIT).flatMap(name -> {
            if (IPV4.matcher(name).matches()) {
                return Optional.of(literal(Inet4Address.ofLiteral(name)));
            }
            boolean plain = LABELS.matcher(name).matches()
                    && !ENDS_IN_NUMBER.matcher(name).matches();
            return plain ? Optional.of(new HostName(name, Optional.empty())) : Optional.empty();
        });
    }

    /** Normalised first, checked after: "１２７.0.0.1" and "ⓛocalhost" only look harmless before. */
    private static Optional<String> ascii(String written) {
        if (written.isEmpty() || written.length() > LIMIT) {
            return Optional.empty();
        }
        try {
            return Optional.of(IDN.toASCII(written, IDN.USE_STD3_ASCII_RULES).toLowerCase(Locale.ROOT));
        } catch (IllegalArgumentException notAName) {
            return Optional.empty();
        }
    }

    private static HostName literal(InetAddress address) {
        return new HostName(address.getHostAddress(), Optional.of(address));
    }
}
