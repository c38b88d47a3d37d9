package dev.rushes.campaigns.cluster;

import java.util.List;

/**
 * A network namespace for each node, joined by a bridge that this process sits at. Packets are dropped by nftables where they arrive. Must run
 * in network, mount and process namespaces of its own ({@code campaigns/run} sees to that), so that nothing is left on the machine
 * when the campaign ends, however it ends.
 */
public final class Namespaces implements Network {
    private static final String BRIDGE = "rushes0";
    private static final String PREFIX = "10.77.0.";
    private static final int FIRST = 10;
    private static final String TABLE = "rushes";
    /** Set by {@code campaigns/run}. */
    private static final String OWN = "CAMPAIGN_NAMESPACES";

    private int nodes;

    private Namespaces() {}

    /**
     * Makes the bridge.
     *
     * @throws IllegalStateException unless {@code campaigns/run} has made namespaces for this process
     */
    public static Namespaces create() {
        if (!"true".equals(System.getenv(OWN))) {
            throw new IllegalStateException("Expected to be in namespaces of its own to lose packets, but is not: run "
                    + "campaigns/run as root with unshare, ip and nft installed, or name faults that need no network");
        }
        Shell.run("mkdir", "-p", "/run/netns");
        Shell.run("mount", "-t", "tmpfs", "none", "/run/netns");
        Shell.run("ip", "link", "set", "lo", "up");
        Shell.run("ip", "link", "add", BRIDGE, "type", "bridge", "forward_delay", "0");
        Shell.run("ip", "addr", "add", PREFIX + "1/24", "dev", BRIDGE);
        Shell.run("ip", "link", "set", BRIDGE, "up");
        return new Namespaces();
    }

    @Override
    public synchronized Node add(String name) {
        String address = PREFIX + (FIRST + nodes);
        String port = "node" + nodes++;
        Shell.run("ip", "netns", "add", name);
        Shell.run("ip", "link", "add", port, "type", "veth", "peer", "name", "eth0", "netns", name);
        Shell.run("ip", "link", "set", port, "master", BRIDGE, "up");
        Shell.run("ip", "-n", name, "addr", "add", address + "/24", "dev", "eth0");
        Shell.run("ip", "-n", name, "link", "set", "eth0", "up");
        Shell.run("ip", "-n", name, "link", "set", "lo", "up");
        nft(name, "add table inet " + TABLE);
        nft(name, "add chain inet " + TABLE + " in { type filter hook input priority 0 ; }");
        return new Node(name, address, List.of("ip", "netns", "exec", name));
    }

    @Override
    public void drop(Node from, Node to, int percent) {
        String some = percent >= 100 ? "" : " numgen random mod 100 < " + percent;
        nft(to.name(), "add rule inet " + TABLE + " in ip saddr " + from.address() + some + " drop");
    }

    @Override
    public void heal(Node to) {
        nft(to.name(), "flush chain inet " + TABLE + " in");
    }

    private static void nft(String node, String command) {
        Shell.run("ip", "netns", "exec", node, "nft", command);
    }

    /** The kernel takes the network away with the last process in it. */
    @Override
    public void close() {}
}
