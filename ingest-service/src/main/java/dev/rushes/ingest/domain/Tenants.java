package dev.rushes.ingest.domain;

import java.util.regex.Pattern;

/** Which names a tenant may have: the names that are safe as a folder of the object store. */
public final class Tenants {
    /** Stands in for a name that is not allowed, so that the job can be shown as failed; nobody may own it. */
    public static final String INVALID = "invalid";

    private static final Pattern ALLOWED = Pattern.compile("[a-z0-9][a-z0-9_-]{0,63}");

    private Tenants() {}

    public static boolean isAllowed(String tenant) {
        return ALLOWED.matcher(tenant).matches() && !tenant.equals(INVALID);
    }
}
