package dev.rushes.ingest.webhooks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rushes.ingest.domain.AddressRule;
import dev.rushes.ingest.domain.UrlRule;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The tricks that are played on sources of footage are played on webhooks too. */
class HookAddressesTest {
    private static final String GUARD = "dev.rushes.ingest.domain.AddressGuardTest#";
    private static final HookAddresses ADDRESSES =
            new HookAddresses(new UrlRule(false, Set.of(443, 8443), false), AddressRule.strict());

    @ParameterizedTest
    @MethodSource({
        GUARD + "numbersThatSomeReaderTakesForAnAddressAreRefused",
        GUARD + "addressesThatAreNotOnThePublicInternetAreForbidden",
        GUARD + "bracketsHoldAnIpv6AddressThatIsNoOtherInDisguise",
        GUARD + "namesInsideANetworkAreForbidden",
    })
    void noHostThatASourceMayNotHaveCanBeRegistered(String host) {
        assertThat(ADDRESSES.problem("https://" + host + "/hook")).as(host).isPresent();
    }

    @ParameterizedTest
    @MethodSource(GUARD + "hostsThatTwoReadersCouldReadDifferentlyAreRefused")
    void noAddressThatASourceMayNotHaveCanBeRegistered(String url) {
        assertThat(ADDRESSES.problem(url)).as(url).isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://example.com/hook", "https://hooks.example.com:8443/a?b=c", "https://8.8.8.8/"})
    void ordinaryAddressesCan(String url) {
        assertThat(ADDRESSES.problem(url)).isEmpty();
    }
}
