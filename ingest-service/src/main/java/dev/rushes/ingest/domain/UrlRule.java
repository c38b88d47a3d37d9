package dev.rushes.ingest.domain;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which addresses are fit to be fetched, by their text alone. The grammar is narrower than RFC 3986 on purpose: where two readers could
 * disagree about the host (user information, backslashes, percent signs, trailing dots, numbers that are addresses), the address is refused.
 *
 * @param allowHttp whether http is allowed beside https
 * @param ports ports that are allowed; {@value #ANY_PORT} among them allows all
 * @param allowInternalNames whether names such as "localhost", "media" and "nas.local" are allowed, as in a lab
 */
public record UrlRule(boolean allowHttp, Set<Integer> ports, boolean allowInternalNames) {
    /** Stands for all ports. */
    public static final int ANY_PORT = 0;

    private static final int LIMIT = 2048;
    private static final int QUOTE_LIMIT = 64;
    private static final Pattern PARTS = Pattern.compile(
            "(?<scheme>[A-Za-z][A-Za-z0-9+.-]*)://(?<authority>[^/?#]*)(?<target>[^#]*)(#.*)?", Pattern.DOTALL);
    private static final Pattern AUTHORITY =
            Pattern.compile("(?<host>\\[[^\\[\\]]*]|[^:\\[\\]]+)(:(?<port>[1-9][0-9]{0,4}))?");
    private static final String ALLOWED_IN_TARGET = "-._~!$&'()*+,;=:@/?";

    public UrlRule {
        ports = Set.copyOf(ports);
    }

    public UrlVerdict judge(String text) {
        if (text.length() > LIMIT) {
            return new UrlVerdict.Malformed(
                    "Expected an address of at most " + LIMIT + " characters, but got " + text.length() + ".");
        }
        if (text.codePoints().anyMatch(UrlRule::neverInAnAddress)) {
            return new UrlVerdict.Malformed(
                    "Expected an address without spaces, backslashes and control characters, but got one with them.");
        }
        Matcher parts = PARTS.matcher(text);
        if (!parts.matches()) {
            return new UrlVerdict.Malformed(
                    "Expected an address such as https://media.example.com/footage.mp4, but got something else.");
        }
        String scheme = parts.group("scheme").toLowerCase(Locale.ROOT);
        if (!scheme.equals("https") && !(allowHttp && scheme.equals("http"))) {
            return new UrlVerdict.Malformed("Expected an address that begins with https://"
                    + (allowHttp ? " or http://" : "") + ", but it begins with " + quoted(scheme + "://") + ".");
        }
        return authority(scheme, parts.group("authority"), parts.group("target"));
    }

    private UrlVerdict authority(String scheme, String authority, String target) {
        if (authority.indexOf('@') >= 0) {
            return new UrlVerdict.Malformed(
                    "Expected an address without user name and password, but got one with an @ before the path.");
        }
        Matcher matcher = AUTHORITY.matcher(authority);
        Optional<HostName> host = matcher.matches() ? HostName.parse(matcher.group("host")) : Optional.empty();
        if (host.isEmpty()) {
            return new UrlVerdict.Malformed("Expected a host such as media.example.com, but got " + quoted(authority)
                    + ", which is none or can be read in two ways.");
        }
        int port =
                matcher.group("port") == null ? SourceUrl.defaultPort(scheme) : Integer.parseInt(matcher.group("port"));
        if (!ports.contains(port) && !ports.contains(ANY_PORT)) {
            return new UrlVerdict.Malformed(
                    "Expected a port out of " + new TreeSet<>(ports) + ", but got " + port + ".");
        }
        if (host.get().isInternal() && !allowInternalNames) {
            return new UrlVerdict.Forbidden("Expected a host on the public internet, but "
                    + quoted(host.get().name()) + " is a name inside a network.");
        }
        return target(new SourceUrl(
                scheme, host.get().name(), port, encoded(target), host.get().literal()));
    }

    private static UrlVerdict target(SourceUrl url) {
        try {
            URI uri = url.uri();
            return uri.getRawUserInfo() == null && uri.getHost() != null
                    ? new UrlVerdict.Admissible(url)
                    : new UrlVerdict.Malformed(
                            "Expected a host such as media.example.com, but got " + quoted(url.host()) + ".");
        } catch (IllegalArgumentException notAnAddress) {
            return new UrlVerdict.Malformed(
                    "Expected an address that follows RFC 3986, but its path or query does not.");
        }
    }

    private static boolean neverInAnAddress(int character) {
        return character == '\\'
                || Character.isWhitespace(character)
                || Character.isSpaceChar(character)
                || Character.isISOControl(character)
                || Character.getType(character) == Character.FORMAT
                || Character.getType(character) == Character.SURROGATE;
    }

    /** Path and query with everything but the plain characters percent-encoded; valid percent triplets stay as they are. */
    private static String encoded(String target) {
        String rooted = target.startsWith("/") ? target : "/" + target;
        StringBuilder ascii = new StringBuilder(rooted.length());
        for (int at = 0; at < rooted.length(); ) {
            int character = rooted.codePointAt(at);
            if (isPlain(character) || isTriplet(rooted, at)) {
                ascii.appendCodePoint(character);
            } else {
                appendEncoded(ascii, character);
            }
            at += Character.charCount(character);
        }
        return ascii.toString();
    }

    private static boolean isPlain(int character) {
        return character < 0x80 && (Character.isLetterOrDigit(character) || ALLOWED_IN_TARGET.indexOf(character) >= 0);
    }

    private static boolean isTriplet(String text, int at) {
        return text.charAt(at) == '%'
                && at + 2 < text.length()
                && Character.digit(text.charAt(at + 1), 16) >= 0
                && Character.digit(text.charAt(at + 2), 16) >= 0
                && text.charAt(at + 1) < 0x80
                && text.charAt(at + 2) < 0x80;
    }

    private static void appendEncoded(StringBuilder ascii, int character) {
        for (byte octet : Character.toString(character).getBytes(StandardCharsets.UTF_8)) {
            ascii.append('%').append("%02X".formatted(octet));
        }
    }

    private static String quoted(String text) {
        return '"' + CleanText.line(text, QUOTE_LIMIT) + '"';
    }
}
