package dev.carillon.platform.config;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// A secret text. Its `toString` masks it (idea: Signal-Server's `SecretString`). Properties bind to it.
public final class Secret {
    private final String value;

    private Secret(String value) {
        this.value = value;
    }

    /// @throws IllegalArgumentException when the text is blank
    public static Secret of(String value) {
        if (value.isBlank()) {
            throw new IllegalArgumentException("a secret must not be blank");
        }
        return new Secret(value);
    }

    /// The secret itself: for the code that uses it, never for a log.
    public String reveal() {
        return value;
    }

    /// The secret as UTF-8.
    public byte[] bytes() {
        return value.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Secret secret && value.equals(secret.value);
    }

    @Override
    public int hashCode() {
        return value.hashCode();
    }

    @Override
    public String toString() {
        return "******";
    }
}
