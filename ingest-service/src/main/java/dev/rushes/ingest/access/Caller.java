package dev.rushes.ingest.access;

import java.util.Set;

/**
 * Who asks. Whatever it stands for has been proven before an operation gets it.
 *
 * @param tenant whose jobs, uploads and streams it works with; those of others do not exist for it
 * @param name says who it was, in the audit
 * @param scopes what it is, and what it may do as that
 * @param from address that it asks from; empty if nobody knows
 */
public record Caller(String tenant, String name, Set<Scope> scopes, String from) {
    /** Owner of everything in an installation that keeps no tenants apart. */
    public static final String DEFAULT_TENANT = "default";

    /** Whoever works on the machine itself, where nobody needs to prove anything. */
    public static final Caller LOCAL = new Caller(DEFAULT_TENANT, "local", Set.of(Scope.values()));

    public Caller(String tenant, String name, Set<Scope> scopes) {
        this(tenant, name, scopes, "");
    }

    public Caller {
        scopes = Set.copyOf(scopes);
    }

    /** The same, asking from an address. */
    public Caller at(String address) {
        return new Caller(tenant, name, scopes, address);
    }

    /** Whether it may do this. */
    public boolean may(Role role, Right right) {
        return scopes.contains(Scope.of(role, right));
    }
}
