package dev.carillon.openapi;

import java.util.List;

/// Who may call an operation, from `x-role`.
enum Access {
    NONE("Open to everyone, without a token."),
    LINK("The link is signed; no token is needed."),
    USER("**Role:** `user`, which every valid token has."),
    SERVICE("**Role:** `service`."),
    SUPPORT("**Role:** `support`, or `admin`, which includes it."),
    ADMIN("**Role:** `admin`.");

    private final String words;

    Access(String words) {
        this.words = words;
    }

    static Access of(String role) {
        for (Access access : values()) {
            if (access.key().equals(role)) {
                return access;
            }
        }
        throw new IllegalStateException("x-role has the unknown value '" + role + "'");
    }

    /// A caller needs one of these roles; empty if no token is needed.
    List<String> roles() {
        return switch (this) {
            case NONE, LINK -> List.of();
            case USER, SERVICE, ADMIN -> List.of(key());
            case SUPPORT -> List.of(key(), ADMIN.key());
        };
    }

    String words() {
        return words;
    }

    private String key() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
