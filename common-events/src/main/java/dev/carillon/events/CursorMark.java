package dev.carillon.events;

import java.util.Arrays;
import java.util.Base64;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Binds a cursor to its list: 8 characters of a hash of the list's scope, such as tenant and recipient. It detects a
/// cursor that was sent to another list by mistake. It is not a security check: a list is always read within the
/// caller's own scope.
public final class CursorMark {
    static final int LENGTH = 8;
    private static final int BYTES = 6;

    private CursorMark() {}

    /// The mark of a scope. `("a", "bc")` and `("ab", "c")` have different marks; null counts as an empty text.
    public static String of(@Nullable String... scope) {
        String[] parts =
                Arrays.stream(scope)
                        .map(part -> Objects.requireNonNullElse(part, ""))
                        .toArray(String[]::new);
        byte[] start = Arrays.copyOf(Identity.hash(parts), BYTES);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(start);
    }

    /// The mark of a recipient's inbox.
    public static String of(RecipientKey recipient) {
        return of("inbox", recipient.tenant(), recipient.recipient());
    }
}
