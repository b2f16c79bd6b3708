package dev.carillon.api.inbox;

import dev.carillon.api.web.Instants;
import dev.carillon.events.ErrorCode;
import dev.carillon.events.RecipientKey;
import dev.carillon.platform.web.QueryReader;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The query of an inbox list.
///
/// @param newer whether the page is on the newer side of the cursor; without a cursor, whether it is at the oldest end
record ListQuery(
        @Nullable PageCursor cursor,
        boolean newer,
        int limit,
        @Nullable String category,
        @Nullable String type,
        State state,
        @Nullable Instant from,
        @Nullable Instant to) {
    static final int PAGE = 20;

    private static final int LONGEST_KEY = 128;

    /// The state filter. Every state but `all` and `archived` excludes archived rows.
    enum State {
        INBOX,
        UNREAD,
        READ,
        UNSEEN,
        ARCHIVED,
        ALL;

        private static final String ALLOWED =
                Arrays.stream(values())
                        .map(State::key)
                        .collect(Collectors.joining(", ", "one of ", ""));

        String key() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// The parameters as received.
    record Parameters(
            @Nullable String cursor,
            @Nullable String direction,
            @Nullable String limit,
            @Nullable String category,
            @Nullable String type,
            @Nullable String state,
            @Nullable String from,
            @Nullable String to) {}

    /// @param reader of this request's query
    /// @param who the recipient whose list is read; a cursor must belong to the same recipient
    /// @throws dev.carillon.platform.web.ProblemException 400 that names every fault
    static ListQuery of(RecipientKey who, Parameters parameters, QueryReader reader) {
        PageCursor cursor =
                reader.read(
                        "cursor",
                        parameters.cursor(),
                        ErrorCode.INVALID_CURSOR,
                        "an unchanged next_cursor or previous_cursor of the same person",
                        text -> Optional.of(PageCursor.parse(text, who)));
        Boolean previous =
                reader.read(
                        "direction",
                        parameters.direction(),
                        ErrorCode.INVALID_PARAMETER,
                        "one of next, previous",
                        ListQuery::isPrevious);
        int limit = reader.limit(parameters.limit(), PAGE);
        String category = key(reader, "category", parameters.category());
        String type = key(reader, "type", parameters.type());
        State state =
                reader.read(
                        "state",
                        parameters.state(),
                        ErrorCode.INVALID_PARAMETER,
                        State.ALLOWED,
                        text ->
                                Arrays.stream(State.values())
                                        .filter(each -> each.key().equals(text))
                                        .findFirst());
        Instant from = instant(reader, "from", parameters.from());
        Instant to = instant(reader, "to", parameters.to());
        if (from != null && to != null && !from.isBefore(to)) {
            reader.refuse(
                    "to",
                    ErrorCode.INVALID_RANGE,
                    "to must be after from",
                    "an instant after from");
        }
        reader.check();
        boolean newer =
                previous != null
                        ? previous
                        : cursor != null && cursor.side() == PageCursor.Side.NEWER;
        return new ListQuery(
                cursor,
                newer,
                limit,
                category,
                type,
                state == null ? State.INBOX : state,
                from,
                to);
    }

    private static Optional<Boolean> isPrevious(String text) {
        return switch (text) {
            case "next" -> Optional.of(false);
            case "previous" -> Optional.of(true);
            default -> Optional.empty();
        };
    }

    private static @Nullable String key(QueryReader reader, String name, @Nullable String text) {
        return reader.read(
                name,
                text,
                ErrorCode.INVALID_PARAMETER,
                "a key of 1 to " + LONGEST_KEY + " characters",
                value -> Optional.of(value).filter(ListQuery::isKey));
    }

    private static @Nullable Instant instant(
            QueryReader reader, String name, @Nullable String text) {
        return reader.instant(
                name,
                text,
                Instants.ALLOWED + ", such as 2026-01-31T09:00:00Z",
                Instants::isAllowed);
    }

    private static boolean isKey(String key) {
        return !key.isBlank() && key.length() <= LONGEST_KEY && key.indexOf('\0') < 0;
    }
}
