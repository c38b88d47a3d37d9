package dev.rushes.ingest.access;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** A role and what it may be used for, as keys and tokens name it. */
public enum Scope {
    USER_READ(Role.USER, Right.READ),
    USER_WRITE(Role.USER, Right.WRITE),
    OPERATOR_READ(Role.OPERATOR, Right.READ),
    OPERATOR_WRITE(Role.OPERATOR, Right.WRITE);

    private final Role role;
    private final Right right;

    Scope(Role role, Right right) {
        this.role = role;
        this.right = right;
    }

    /** Such as {@code user:read}. */
    public String word() {
        return role.name().toLowerCase(Locale.ROOT) + ":" + right.name().toLowerCase(Locale.ROOT);
    }

    public static Scope of(Role role, Right right) {
        return Arrays.stream(values())
                .filter(scope -> scope.role == role && scope.right == right)
                .findFirst()
                .orElseThrow();
    }

    /** The scopes that a word stands for: one, or with the role's name alone ({@code user}) both of it; empty if it is no scope. */
    public static Optional<Set<Scope>> parse(String word) {
        Set<Scope> found = EnumSet.noneOf(Scope.class);
        for (Scope scope : values()) {
            if (scope.word().equals(word)
                    || scope.role.name().toLowerCase(Locale.ROOT).equals(word)) {
                found.add(scope);
            }
        }
        return found.isEmpty() ? Optional.empty() : Optional.of(found);
    }
}
