package dev.carillon.platform.web;

import dev.carillon.events.ErrorCode;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The pages of a list: how long one is, and where the next begins. A list asks its table for one row more than a page holds,
/// and so learns whether there is a next.
public final class Pages {
    /// Rows that a page holds at most, unless its endpoint says otherwise.
    public static final int LARGEST = 100;

    private Pages() {}

    /// The `limit` that was asked for.
    ///
    /// @throws ProblemException 400 when it is not 1 to 100
    public static int limit(int asked) {
        return limit(asked, LARGEST);
    }

    /// @throws ProblemException 400 when it is not 1 to the largest
    public static int limit(int asked, int largest) {
        if (asked < 1 || asked > largest) {
            throw Problems.badRequest(
                    ErrorCode.INVALID_LIMIT, "limit", "limit is " + asked, "1 to " + largest);
        }
        return asked;
    }

    /// What the `cursor` that was sent stands for; null without one.
    ///
    /// @param mark of the list that is asked for ([dev.carillon.events.CursorMark]): its name, the tenant, whose it is
    /// @param read throws anything when the text is not what `next` wrote
    /// @throws ProblemException 400 then, and when the cursor is one of another list
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
                "cursor is none of this list",
                "the next_cursor of an answer of the same list and recipient");
    }

    /// The rows of the page, of those found.
    public static <T> List<T> shown(List<T> found, int limit) {
        return found.subList(0, Math.min(limit, found.size()));
    }

    /// The cursor of the next page, of the last row shown; null when there is no next.
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
