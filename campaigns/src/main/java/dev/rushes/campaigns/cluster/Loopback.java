package dev.rushes.campaigns.cluster;

import java.util.List;

/** All on loopback: needs no privileges, and loses nothing. */
public final class Loopback implements Network {
    @Override
    public Node add(String name) {
        return new Node(name, "127.0.0.1", List.of());
    }

    @Override
    public void drop(Node from, Node to, int percent) {
        throw new UnsupportedOperationException("Expected a network that can lose packets, but this is loopback");
    }

    @Override
    public void heal(Node to) {}

    @Override
    public void close() {}
}
