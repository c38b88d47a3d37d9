package dev.rushes.ingest.webhooks;

import dev.rushes.ingest.domain.AddressRule;
import dev.rushes.ingest.domain.UrlRule;
import dev.rushes.ingest.domain.UrlVerdict;
import java.util.Optional;

/** Which addresses may be registered. What a name leads to is asked when something is sent, each time anew. */
record HookAddresses(UrlRule urls, AddressRule addresses) {
    HookAddresses(WebhookSettings settings) {
        this(settings.url().urlRule(), settings.url().addressRule());
    }

    /** What speaks against an address, as a sentence; empty if nothing does. */
    Optional<String> problem(String url) {
        return switch (urls.judge(url)) {
            case UrlVerdict.Malformed(String why) -> Optional.of(why);
            case UrlVerdict.Forbidden(String why) -> Optional.of(why);
            case UrlVerdict.Admissible admissible ->
                admissible
                        .url()
                        .literal()
                        .flatMap(addresses::objection)
                        .map(what -> "Expected an address on the public internet, but it leads to " + what + ".");
        };
    }
}
