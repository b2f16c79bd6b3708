package dev.carillon.platform.security;

import dev.carillon.events.RecipientKey;
import java.util.Set;

/// The caller: a parameter of controllers. For a service's token, the recipient is the service's name.
///
/// @param roles with all roles that they imply
public record Caller(String tenant, String recipient, Set<Role> roles) {
    public Caller {
        roles = Role.withImplied(roles);
    }

    /// The key of the caller's own data.
    public RecipientKey key() {
        return new RecipientKey(tenant, recipient);
    }

    public boolean has(Role role) {
        return roles.contains(role);
    }
}
