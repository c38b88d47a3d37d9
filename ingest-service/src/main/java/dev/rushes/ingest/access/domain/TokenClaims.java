package dev.rushes.ingest.access.domain;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads from a token's claims what matters here. A claim that has another shape than expected says nothing; it is never guessed at.
 *
 * @param tenantClaim claim that names the tenant; dots lead into objects, unless a claim has the whole name
 * @param rolesClaim claim that lists roles
 * @param rolePrefix what stands before our words in the list
 */
public record TokenClaims(String tenantClaim, String rolesClaim, String rolePrefix) {
    private static final int MOST_ROLES = 1000;

    public Optional<String> tenant(Map<String, Object> claims) {
        return claim(claims, tenantClaim).filter(String.class::isInstance).map(String.class::cast);
    }

    /** Roles with our prefix, without it. */
    public List<String> roles(Map<String, Object> claims) {
        return claim(claims, rolesClaim).map(TokenClaims::words).orElse(List.of()).stream()
                .limit(MOST_ROLES)
                .filter(word -> word.startsWith(rolePrefix))
                .map(word -> word.substring(rolePrefix.length()))
                .toList();
    }

    private static List<String> words(Object claim) {
        return switch (claim) {
            case String text -> Arrays.asList(text.trim().split("\\s+"));
            case Collection<?> list ->
                list.stream()
                        .filter(String.class::isInstance)
                        .map(String.class::cast)
                        .toList();
            default -> List.of();
        };
    }

    private static Optional<Object> claim(Map<?, ?> claims, String name) {
        @Nullable Object whole = claims.get(name);
        if (whole != null) {
            return Optional.of(whole);
        }
        int dot = name.indexOf('.');
        return dot > 0 && claims.get(name.substring(0, dot)) instanceof Map<?, ?> inner
                ? claim(inner, Objects.requireNonNull(name.substring(dot + 1)))
                : Optional.empty();
    }
}
