package dev.carillon.platform.web;

import dev.carillon.events.ErrorCode;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Pages of a list: their size, and the cursor of the next one. A list reads one row more than a page holds, to find
/// out whether there is a next page.
public final class Pages {
    /// The default maximum of rows on a page.
    public static final int LARGEST = 100;

    private Pages() {}

    /// The position that a `cursor` stands for; null without a cursor.
    ///
    /// @param mark of the requested list ([dev.carillon.events.CursorMark]): its name, tenant and owner
    /// @param read throws any exception when the text was not written by `next`
    /// @throws ProblemException 400 when the cursor cannot be read or belongs to another list
    public static <P> @Nullable P position(
            @Nullable String cursor, String mark, Function<String, P> read) {
        if (cursor == null) {
            return null;
        }
        try {
            String plain =
                    new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
            if (plain.startsWith(mark + ".")) {
                return read.apply(plain.substring(mark.length() + 1));
            }
        } catch (RuntimeException unreadable) {
            // reported below
        }
        throw Problems.badRequest(
                ErrorCode.INVALID_CURSOR,
                "cursor",
                "cursor does not belong to this list",
                "a next_cursor of the same list and recipient");
    }

    /// The rows to show, of those found.
    public static <T> List<T> shown(List<T> found, int limit) {
        return found.subList(0, Math.min(limit, found.size()));
    }

    /// The cursor of the next page, from the last row shown; null when there is no next page.
    ///
    /// @param mark as for [#position]
    public static <T> @Nullable String next(
            List<T> found, int limit, String mark, Function<T, String> ofLastShown) {
        return found.size() > limit ? encoded(mark, ofLastShown.apply(found.get(limit - 1))) : null;
    }

    /// The cursor that [#position] reads.
    public static String encoded(String mark, String position) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString((mark + "." + position).getBytes(StandardCharsets.UTF_8));
    }
}
