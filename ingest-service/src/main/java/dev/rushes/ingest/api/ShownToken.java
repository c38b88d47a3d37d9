package dev.rushes.ingest.api;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.AbstractAuthenticationToken;

/** What a request shows to prove who asks. Nothing has been judged yet. */
final class ShownToken extends AbstractAuthenticationToken {
    private static final long serialVersionUID = 1L;

    private final transient Shown shown;
    private final String address;
    private final String network;

    /**
     * @param address that the request comes from
     * @param network whom failures are counted against
     */
    ShownToken(Shown shown, String address, String network) {
        super(List.of());
        this.shown = shown;
        this.address = address;
        this.network = network;
    }

    /** What was shown. */
    sealed interface Shown {

        /** A key or a token, in the header. */
        record Bearer(String text) implements Shown {
            @Override
            public String toString() {
                return "Bearer[…]";
            }
        }

        /** A token for one stream, in the address of that stream. */
        record Stream(String token, String path) implements Shown {
            @Override
            public String toString() {
                return "Stream[…, " + path + "]";
            }
        }
    }

    Shown shown() {
        return shown;
    }

    String address() {
        return address;
    }

    String network() {
        return network;
    }

    @Override
    public String getPrincipal() {
        return "";
    }

    @Override
    public @Nullable Object getCredentials() {
        return null;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ShownToken token && shown.equals(token.shown) && address.equals(token.address);
    }

    @Override
    public int hashCode() {
        return Objects.hash(shown, address);
    }
}
