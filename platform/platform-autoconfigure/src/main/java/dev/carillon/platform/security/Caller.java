package dev.carillon.platform.security;

import dev.carillon.events.RecipientKey;
import java.util.Set;

/// Who calls: an argument of controllers. Of a service's token the recipient is the service's name.
///
/// @param roles with all that they imply
public record Caller(String tenant, String recipient, Set<Role> roles) {
    public Caller {
        roles = Role.withImplied(roles);
    }

    /// The scope of what is the caller's own.
    public RecipientKey key() {
        return new RecipientKey(tenant, recipient);
    }

    public boolean has(Role role) {
        return roles.contains(role);
    }
}
