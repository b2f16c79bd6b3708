package dev.carillon.platform.security;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// The roles of callers. Every valid token has the role user; admin implies support.
public enum Role {
    USER,
    SERVICE,
    SUPPORT,
    ADMIN;

    /// The name in tokens: lower case.
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// The role with the given name; empty if there is none.
    public static Optional<Role> of(String key) {
        for (Role role : values()) {
            if (role.key().equalsIgnoreCase(key)) {
                return Optional.of(role);
            }
        }
        return Optional.empty();
    }

    /// The roles with all that they imply.
    static Set<Role> withImplied(Set<Role> given) {
        EnumSet<Role> roles = EnumSet.of(USER);
        roles.addAll(given);
        if (roles.contains(ADMIN)) {
            roles.add(SUPPORT);
        }
        return Set.copyOf(roles);
    }
}
