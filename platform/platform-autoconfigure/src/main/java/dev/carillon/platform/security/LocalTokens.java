package dev.carillon.platform.security;

import dev.carillon.events.RecipientKey;
import java.time.Duration;
import java.util.Set;

/// Issues tokens signed with the shared secret. The bean exists in local mode only.
public interface LocalTokens {
    /// A signed JWT.
    String mint(String tenant, String recipient, Set<Role> roles, Duration ttl);

    /// A user's token for the default tenant, valid for twelve hours.
    default String mint(String recipient) {
        return mint(
                RecipientKey.DEFAULT_TENANT, recipient, Set.of(Role.USER), Duration.ofHours(12));
    }
}
