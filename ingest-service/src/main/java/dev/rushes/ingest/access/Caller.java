package dev.rushes.ingest.access;

import java.util.Set;

/**
 * Who asks. Whatever it stands for has been proven before an operation gets it.
 *
 * @param tenant whose jobs, uploads and streams it works with; those of others do not exist for it
 * @param name says who it was, in the audit
 * @param roles what it is
 * @param rights what it may do in these roles
 */
public record Caller(String tenant, String name, Set<Role> roles, Set<Right> rights) {
    /** Owner of everything in an installation that keeps no tenants apart. */
    public static final String DEFAULT_TENANT = "default";

    /** Whoever works on the machine itself, where nobody needs to prove anything. */
    public static final Caller LOCAL =
            new Caller(DEFAULT_TENANT, "local", Set.of(Role.values()), Set.of(Right.values()));

    public Caller {
        roles = Set.copyOf(roles);
        rights = Set.copyOf(rights);
    }

    /** Whether it may do this. */
    public boolean may(Role role, Right right) {
        return roles.contains(role) && rights.contains(right);
    }
}
