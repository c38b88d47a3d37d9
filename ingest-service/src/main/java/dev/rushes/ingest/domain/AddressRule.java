package dev.rushes.ingest.domain;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Which addresses footage may be fetched from. Whoever names a source must not reach through this program what they could not reach by
 * themselves, so only ordinary addresses of the public internet are allowed: in IPv4 all but the special blocks, in IPv6 only what has been
 * handed out as global unicast (2000::/3) without its special blocks. Addresses that wrap another one (IPv4-mapped, NAT64, 6to4, Teredo) are
 * never allowed, whatever they wrap. Source of the blocks: the IANA special-purpose address registries, and the metadata services of clouds.
 *
 * @param allowPrivate whether private, loopback, shared and benchmarking addresses are allowed too, as in a lab
 * @param trusted single addresses that are always allowed, such as a media server of one's own
 */
public record AddressRule(boolean allowPrivate, Set<InetAddress> trusted) {

    private static final AddressBlock GLOBAL_IPV6 = AddressBlock.of("2000::/3", "global unicast");

    private static final List<AddressBlock> BLOCKS = List.of(
            AddressBlock.of("0.0.0.0/8", "an unspecified address"),
            AddressBlock.inLabs("10.0.0.0/8", "a private address"),
            AddressBlock.inLabs("100.64.0.0/10", "an address shared by a provider's customers"),
            AddressBlock.inLabs("127.0.0.0/8", "a loopback address"),
            AddressBlock.of("168.63.129.16/32", "a metadata service"),
            AddressBlock.of("169.254.0.0/16", "a link-local address"),
            AddressBlock.inLabs("172.16.0.0/12", "a private address"),
            AddressBlock.of("192.0.0.0/24", "an address for protocols"),
            AddressBlock.of("192.0.2.0/24", "an address for documentation"),
            AddressBlock.of("192.88.99.0/24", "a relay to IPv6"),
            AddressBlock.inLabs("192.168.0.0/16", "a private address"),
            AddressBlock.inLabs("198.18.0.0/15", "an address for benchmarks"),
            AddressBlock.of("198.51.100.0/24", "an address for documentation"),
            AddressBlock.of("203.0.113.0/24", "an address for documentation"),
            AddressBlock.of("224.0.0.0/4", "a multicast address"),
            AddressBlock.of("240.0.0.0/4", "a reserved address"),
            AddressBlock.of("::/128", "an unspecified address"),
            AddressBlock.inLabs("::1/128", "a loopback address"),
            AddressBlock.of("64:ff9b::/96", "an IPv4 address in disguise"),
            AddressBlock.of("64:ff9b:1::/48", "an IPv4 address in disguise"),
            AddressBlock.of("2001::/23", "an address for protocols"),
            AddressBlock.of("2001:db8::/32", "an address for documentation"),
            AddressBlock.of("2002::/16", "an IPv4 address in disguise"),
            AddressBlock.of("3fff::/20", "an address for documentation"),
            // Inside the unique local addresses, but as harmful as its IPv4 twin.
            AddressBlock.of("fd00:ec2::254/128", "a metadata service"),
            AddressBlock.of("fd20:ce::254/128", "a metadata service"),
            AddressBlock.inLabs("fc00::/7", "a private address"),
            AddressBlock.of("fe80::/10", "a link-local address"),
            AddressBlock.of("fec0::/10", "a site-local address"),
            AddressBlock.of("ff00::/8", "a multicast address"));

    public AddressRule {
        trusted = Set.copyOf(trusted);
    }

    /** Only the public internet. */
    public static AddressRule strict() {
        return new AddressRule(false, Set.of());
    }

    /** What speaks against an address, as a noun such as "a loopback address"; empty if it is allowed. */
    public Optional<String> objection(InetAddress address) {
        if (trusted.contains(address)) {
            return Optional.empty();
        }
        for (AddressBlock block : BLOCKS) {
            if (block.contains(address)) {
                return allowPrivate && block.inLabs() ? Optional.empty() : Optional.of(block.what());
            }
        }
        return address instanceof Inet6Address && !GLOBAL_IPV6.contains(address)
                ? Optional.of("a reserved address")
                : Optional.empty();
    }
}
