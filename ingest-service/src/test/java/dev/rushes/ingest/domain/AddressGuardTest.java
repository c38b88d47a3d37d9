package dev.rushes.ingest.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rushes.ingest.domain.UrlVerdict.Admissible;
import dev.rushes.ingest.domain.UrlVerdict.Forbidden;
import dev.rushes.ingest.domain.UrlVerdict.Malformed;
import java.net.InetAddress;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What an address must look like to be fetched, and the tricks that have been played on programs that fetch addresses. */
class AddressGuardTest {
    private static final UrlRule URLS = new UrlRule(false, Set.of(443, 8443), false);
    private static final AddressRule ADDRESSES = AddressRule.strict();

    @ParameterizedTest
    @MethodSource
    void numbersThatSomeReaderTakesForAnAddressAreRefused(String host) {
        assertThat(URLS.judge("https://" + host + "/")).isInstanceOf(Malformed.class);
    }

    static Stream<String> numbersThatSomeReaderTakesForAnAddressAreRefused() {
        return words("""
                127.1 127.0.1 2130706433 0x7f000001 0x7f.0x0.0x0.0x1 0x7f.1 0X7F.0.0.1 0177.0.0.1 0177.0.0.01 017700000001
                127.0.0.01 127.000.000.001 00127.0.0.1 127.0.0.0x1 127.0.0.1. 127.0.0.1.. 127.0.0.1.5 127.0.0.256 999.1.1.1
                256.256.256.256 4294967295 4294967296 0 00 0x 0x0 0.0 0.0.0 1 10.1 192.168.257 172.16.1 169.254.43518 2852039166
                0xa9fea9fe 0251.0376.0251.0376 0xa9.0xfe.0xa9.0xfe 0xa9.254.0251.254 example.1 example.0x7f a.b.c.9
                １２７.1 １２７。０。１ ０x7f000001 ②①③⓪⑦⓪⑥④③③
                """);
    }

    @ParameterizedTest
    @MethodSource
    void addressesThatAreNotOnThePublicInternetAreForbidden(String host) {
        assertThat(objection("https://" + host + "/")).as(host).isPresent();
    }

    static Stream<String> addressesThatAreNotOnThePublicInternetAreForbidden() {
        return words("""
                127.0.0.1 127.255.255.254 0.0.0.0 0.1.2.3 10.0.0.1 10.255.255.255 100.64.0.1 100.127.255.255 100.100.100.200
                169.254.0.1 169.254.169.254 169.254.170.2 172.16.0.1 172.31.255.255 192.0.0.1 192.0.0.192 192.0.2.1 192.88.99.1
                192.168.0.1 192.168.255.255 198.18.0.1 198.19.255.255 198.51.100.1 203.0.113.1 224.0.0.1 239.255.255.255 240.0.0.1
                255.255.255.255 168.63.129.16 １２７.０.０.１ 127。0。0。1 ①②⑦.0.0.1 10．0．0．1
                [::1] [::] [0:0:0:0:0:0:0:1] [0000:0000:0000:0000:0000:0000:0000:0001] [::7f00:1] [::2] [64:ff9b::7f00:1]
                [64:ff9b:1::7f00:1] [100::1] [2001::1] [2001:0:7f00:1::] [2001:2::1] [2001:10::1] [2001:20::1]
                [2001:db8::1] [2002:7f00:1::] [2002:c0a8:101::1] [2002:808:808::1] [3fff::1] [4000::1] [5f00::1] [8000::1] [e000::1]
                [fc00::1] [fd00::1] [fd00:ec2::254] [fd20:ce::254] [fe80::1] [febf::1] [fec0::1] [ff02::1] [ff0e::1]
                """);
    }

    @ParameterizedTest
    @MethodSource
    void bracketsHoldAnIpv6AddressThatIsNoOtherInDisguise(String host) {
        assertThat(URLS.judge("https://" + host + "/")).isInstanceOf(Malformed.class);
    }

    static Stream<String> bracketsHoldAnIpv6AddressThatIsNoOtherInDisguise() {
        return words("""
                [::ffff:127.0.0.1] [::ffff:7f00:1] [0:0:0:0:0:ffff:7f00:1] [::ffff:8.8.8.8] [::ffff:808:808] [::127.0.0.1]
                [64:ff9b::127.0.0.1] [fe80::1%25eth0] [fe80::1%eth0] [::1%0] [::1]x x[::1] [::1 ::1] ::1 ::ffff:127.0.0.1 [:] []
                [1:2:3:4:5:6:7:8:9] [::1::] [12345::1] [g::1] [v1.fe80::a] [127.0.0.1] [localhost] [[::1]] [::1]] [2606:4700::1]:
                """);
    }

    @ParameterizedTest
    @MethodSource
    void namesInsideANetworkAreForbidden(String host) {
        assertThat(URLS.judge("https://" + host + "/")).isInstanceOf(Forbidden.class);
    }

    static Stream<String> namesInsideANetworkAreForbidden() {
        return words("""
                localhost LOCALHOST foo.localhost localhost.localdomain metadata metadata.google.internal host.docker.internal
                kafka postgres nas.local redis.default.svc.cluster.local redis.default.svc router.home.arpa ⓛⓞⓒⓐⓛⓗⓞⓢⓣ ｌｏｃａｌｈｏｓｔ localhoſt
                """);
    }

    @ParameterizedTest
    @MethodSource
    void hostsThatTwoReadersCouldReadDifferentlyAreRefused(String url) {
        assertThat(URLS.judge(url)).isInstanceOf(Malformed.class);
    }

    static Stream<String> hostsThatTwoReadersCouldReadDifferentlyAreRefused() {
        return Stream.concat(
                words("""
                https://example.com@127.0.0.1/ https://user:pw@example.com/ https://user@example.com/ https://@example.com/
                https://:@example.com/ https://example.com:443@127.0.0.1/ https://example.com&@127.0.0.1#@example.org/
                https://127.0.0.1\\@example.com/ https://example.com\\.example.org/ https:\\\\127.0.0.1/ https:/\\127.0.0.1/
                https://127.0.0.1%00.example.com/ https://127.0.0.1%2f.example.com/ https://%31%32%37.0.0.1/ https://ex%61mple.com/
                https://localhost%2e/ https://127.0.0.1%23.example.com/ https://example.com./ https://localhost./ https://example..com/
                https://.example.com/ https://-example.com/ https://example-.com/ https://exa_mple.com/ https://exa*mple.com/
                https://exam;ple.com/ https://example.com,127.0.0.1/ https://127.0.0.1;example.com/ https://(example.com)/
                https:///127.0.0.1/ https:////127.0.0.1/ https:127.0.0.1 https:/127.0.0.1/ //127.0.0.1/ https:// https:///
                https://? https://# https://:443/ https https: / example.com 127.0.0.1
                """),
                Stream.of(
                        "",
                        " https://example.com/",
                        "https ://example.com/",
                        "\thttps://example.com/",
                        "https://exa\tmple.com/",
                        "https://exa\nmple.com/",
                        "https://example.com/\r\nHost: localhost",
                        "https://example.com\u0000.example.org/",
                        "https://example.com/a b",
                        "https://local\u00adhost/",
                        "https://local\u200bhost/",
                        "https://example.com\u202e/gpj.exe",
                        "https://example.com\u3000/",
                        "https://\ud800.example.com/",
                        "https://" + "a".repeat(64) + ".example.com/",
                        "https://" + "a.".repeat(130) + "com/",
                        "https://example.com/" + "a".repeat(2048)));
    }

    @ParameterizedTest
    @MethodSource
    void onlyHttpsIsFetched(String url) {
        assertThat(URLS.judge(url)).isInstanceOf(Malformed.class);
    }

    static Stream<String> onlyHttpsIsFetched() {
        return words("""
                http://example.com/ ftp://example.com/a.mp4 file:///etc/passwd file://localhost/etc/passwd gopher://example.com/
                dict://example.com:11211/ ldap://example.com/ jar:https://example.com!/a data:video/mp4;base64,AAAA
                javascript:alert(1) ws://example.com/ wss://example.com/ s3://bucket/key rtsp://example.com/ rtmp://example.com/live
                concat:a.mp4|b.mp4 subfile,,start,0,end,9,,:/etc/passwd hls+https://example.com/ httpsx://example.com/ tftp://example.com/
                view-source:https://example.com/ blob:https://example.com/1 netdoc:///etc/passwd
                """);
    }

    @ParameterizedTest
    @MethodSource
    void onlyTheConfiguredPortsAreUsed(String port) {
        assertThat(URLS.judge("https://example.com:" + port + "/")).isInstanceOf(Malformed.class);
    }

    static Stream<String> onlyTheConfiguredPortsAreUsed() {
        return Stream.concat(
                words(
                        "22 25 80 6379 8080 9092 0 65536 99999 443443 +443 -1 0443 443a ４４３ 443:443 :443 0x1bb 443@ 443;"),
                Stream.of(""));
    }

    @ParameterizedTest
    @MethodSource
    void ordinaryAddressesAreAdmissible(String url, String expected) {
        UrlVerdict verdict = URLS.judge(url);

        assertThat(verdict).isInstanceOf(Admissible.class);
        SourceUrl admitted = ((Admissible) verdict).url();
        assertThat(admitted.origin() + admitted.target()).isEqualTo(expected);
        assertThat(admitted.uri().toString()).isEqualTo(expected);
        assertThat(admitted.literal().flatMap(ADDRESSES::objection)).isEmpty();
    }

    static Stream<Arguments> ordinaryAddressesAreAdmissible() {
        return Stream.of("""
                https://example.com/a.mp4                  https://example.com/a.mp4
                https://example.com                        https://example.com/
                HTTPS://EXAMPLE.COM/A.MP4                  https://example.com/A.MP4
                https://example.com:443/                   https://example.com/
                https://example.com:8443/a                 https://example.com:8443/a
                https://example.com?x=1                    https://example.com/?x=1
                https://example.com/a?b=c&d=%2F#t=10       https://example.com/a?b=c&d=%2F
                https://example.com/#@127.0.0.1            https://example.com/
                https://example.com/@127.0.0.1             https://example.com/@127.0.0.1
                https://example.com/?u=http://127.0.0.1/   https://example.com/?u=http://127.0.0.1/
                https://example.com/../etc/passwd          https://example.com/../etc/passwd
                https://example.com//double                https://example.com//double
                https://example.com/a%20b                  https://example.com/a%20b
                https://example.com/100%                   https://example.com/100%25
                https://example.com/a|b[1]{2}"<>^`         https://example.com/a%7Cb%5B1%5D%7B2%7D%22%3C%3E%5E%60
                https://example.com/Täst.mp4               https://example.com/T%C3%A4st.mp4
                https://bücher.example/                    https://xn--bcher-kva.example/
                https://xn--bcher-kva.example/             https://xn--bcher-kva.example/
                https://ｅｘａｍｐｌｅ.com/                  https://example.com/
                https://1.example.com/                     https://1.example.com/
                https://127.0.0.1.example.com/             https://127.0.0.1.example.com/
                https://a-b.c-d.example/                   https://a-b.c-d.example/
                https://8.8.8.8/                           https://8.8.8.8/
                https://9.255.255.255/                     https://9.255.255.255/
                https://11.0.0.0/                          https://11.0.0.0/
                https://100.63.255.255/                    https://100.63.255.255/
                https://100.128.0.0/                       https://100.128.0.0/
                https://126.255.255.255/                   https://126.255.255.255/
                https://128.0.0.0/                         https://128.0.0.0/
                https://169.253.255.255/                   https://169.253.255.255/
                https://172.15.255.255/                    https://172.15.255.255/
                https://172.32.0.0/                        https://172.32.0.0/
                https://192.167.255.255/                   https://192.167.255.255/
                https://198.17.255.255/                    https://198.17.255.255/
                https://198.20.0.0/                        https://198.20.0.0/
                https://223.255.255.255/                   https://223.255.255.255/
                https://[2606:4700:4700::1111]/            https://[2606:4700:4700:0:0:0:0:1111]/
                https://[2A00:1450::8]:8443/a              https://[2a00:1450:0:0:0:0:0:8]:8443/a
                """.split("\n"))
                .map(line -> line.strip().split("\\s+"))
                .map(pair -> Arguments.of(pair[0], pair[1]));
    }

    @Test
    void httpAndInternalNamesAreAdmissibleWhereTheyAreSwitchedOn() {
        UrlRule lab = new UrlRule(true, Set.of(80, 9000), true);

        assertThat(lab.judge("http://media/a.mp4")).isInstanceOf(Admissible.class);
        assertThat(lab.judge("http://localhost:9000/a.mp4")).isInstanceOf(Admissible.class);
        assertThat(lab.judge("http://2130706433/")).isInstanceOf(Malformed.class);
        assertThat(lab.judge("ftp://media/a.mp4")).isInstanceOf(Malformed.class);
    }

    @ParameterizedTest
    @MethodSource
    void noSettingOpensWhatIsNobodysMediaServer(String address) {
        AddressRule lab = new AddressRule(true, Set.of());

        assertThat(lab.objection(InetAddress.ofLiteral(address))).isPresent();
    }

    static Stream<String> noSettingOpensWhatIsNobodysMediaServer() {
        return words(
                "0.0.0.0 169.254.169.254 168.63.129.16 224.0.0.1 255.255.255.255 :: 64:ff9b::7f00:1 2002:7f00:1:: fe80::1"
                        + " fd00:ec2::254 fd20:ce::254 ff02::1 192.0.0.192");
    }

    @Test
    void labsMayFetchFromPrivateAddresses() {
        AddressRule lab = new AddressRule(true, Set.of());

        assertThat(words("127.0.0.1 10.1.2.3 172.16.0.1 192.168.1.1 100.64.0.1 198.18.0.1 ::1 fd00::1")
                        .map(InetAddress::ofLiteral))
                .allSatisfy(address -> assertThat(lab.objection(address)).isEmpty());
    }

    @Test
    void aTrustedAddressIsAllowedAndItsNeighbourIsNot() {
        AddressRule rule = new AddressRule(false, Set.of(InetAddress.ofLiteral("10.1.2.3")));

        assertThat(rule.objection(InetAddress.ofLiteral("10.1.2.3"))).isEmpty();
        assertThat(rule.objection(InetAddress.ofLiteral("10.1.2.4"))).contains("a private address");
    }

    @Test
    void whateverJavaKnowsToBeSpecialIsForbidden() throws Exception {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        for (int round = 0; round < 200_000; round++) {
            byte[] bytes = new byte[random.nextBoolean() ? 4 : 16];
            random.nextBytes(bytes);
            InetAddress address = InetAddress.getByAddress(bytes);
            boolean special = address.isAnyLocalAddress()
                    || address.isLoopbackAddress()
                    || address.isLinkLocalAddress()
                    || address.isSiteLocalAddress()
                    || address.isMulticastAddress();
            if (special) {
                assertThat(ADDRESSES.objection(address))
                        .as(address.getHostAddress())
                        .isPresent();
            }
        }
    }

    @Test
    void aVerdictNeverShowsMoreOfAnAddressThanItsHost() {
        SourceUrl url = ((Admissible) URLS.judge("https://example.com/film.mp4?signature=secret")).url();

        assertThat(url.toString()).isEqualTo("https://example.com");
        assertThat(url.origin()).doesNotContain("secret");
        assertThat(((Malformed) URLS.judge("https://user:secret@example.com/")).why())
                .doesNotContain("secret");
    }

    private static Optional<String> objection(String url) {
        return switch (URLS.judge(url)) {
            case Admissible(SourceUrl admitted) -> admitted.literal().flatMap(ADDRESSES::objection);
            case Malformed(String why) -> throw new AssertionError("Expected an address literal, but " + why);
            case Forbidden(String why) -> Optional.of(why);
        };
    }

    private static Stream<String> words(String text) {
        return Stream.of(text.strip().split("\\s+"));
    }
}
