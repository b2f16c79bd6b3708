package dev.carillon.digest;

import dev.carillon.platform.web.Problems;

/// The `limit` of a list.
public final class PageLimit {
    private static final int LARGEST = 100;

    private PageLimit() {}

    /// The limit, when it is 1 to 100.
    ///
    /// @throws dev.carillon.platform.web.ProblemException 400 otherwise
    public static int of(int limit) {
        if (limit < 1 || limit > LARGEST) {
            throw Problems.badRequest(
                    "invalid_parameter", "limit", "limit is " + limit, "1 to " + LARGEST);
        }
        return limit;
    }
}
