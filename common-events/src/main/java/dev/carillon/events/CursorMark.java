package dev.carillon.events;

import java.util.Arrays;
import java.util.Base64;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Binds a cursor to the list that it was made for: 8 characters of a hash over the list's scope, such as tenant and recipient. It
/// catches a cursor that was sent to another list. It is no protection: a list is always read within the caller's own scope.
public final class CursorMark {
    static final int LENGTH = 8;
    private static final int BYTES = 6;

    private CursorMark() {}

    /// The mark of a scope. Parts are kept apart, so `("a", "bc")` and `("ab", "c")` differ; a null one is an empty one.
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
