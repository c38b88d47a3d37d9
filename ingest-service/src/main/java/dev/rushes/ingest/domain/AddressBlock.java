package dev.rushes.ingest.domain;

import java.net.InetAddress;

/**
 * A range of addresses that are not ordinary places of the public internet.
 *
 * @param network first address of the block
 * @param prefix leading bits that all addresses of the block have in common
 * @param what what the block is, as a noun for messages
 * @param inLabs whether the block may be fetched from where private addresses are allowed
 */
record AddressBlock(InetAddress network, int prefix, String what, boolean inLabs) {

    static AddressBlock of(String cidr, String what) {
        return parse(cidr, what, false);
    }

    static AddressBlock inLabs(String cidr, String what) {
        return parse(cidr, what, true);
    }

    private static AddressBlock parse(String cidr, String what, boolean inLabs) {
        int slash = cidr.indexOf('/');
        return new AddressBlock(
                InetAddress.ofLiteral(cidr.substring(0, slash)),
                Integer.parseInt(cidr.substring(slash + 1)),
                what,
                inLabs);
    }

    boolean contains(InetAddress address) {
        byte[] mine = network.getAddress();
        byte[] other = address.getAddress();
        if (mine.length != other.length) {
            return false;
        }
        int whole = prefix / 8;
        for (int at = 0; at < whole; at++) {
            if (mine[at] != other[at]) {
                return false;
            }
        }
        int rest = prefix % 8;
        int mask = 0xFF << (8 - rest);
        return rest == 0 || (mine[whole] & mask) == (other[whole] & mask);
    }
}
