package dev.rushes.campaigns.cluster;

import java.util.List;

/** What the processes of a cluster speak over. Every one of them is a node with a name. */
public interface Network extends AutoCloseable {

    /** Adds a node that a process is going to live in. */
    Node add(String name);

    /**
     * From now on, some packets from one node to another are lost on their way; those of the other direction are not.
     *
     * @param percent how many, 1 to 100
     */
    void drop(Node from, Node to, int percent);

    /** Every packet arrives again. */
    void heal(Node to);

    @Override
    void close();

    /**
     * A place for one process.
     *
     * @param name unique in the cluster
     * @param address where others reach it
     * @param prefix what to put in front of a command so that it runs there
     */
    record Node(String name, String address, List<String> prefix) {
        public Node {
            prefix = List.copyOf(prefix);
        }
    }
}
