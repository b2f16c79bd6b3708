package dev.carillon.api.inbox;

import dev.carillon.api.web.Instants;
import dev.carillon.events.ErrorCode;
import dev.carillon.events.Problem.FieldError;
import dev.carillon.events.RecipientKey;
import dev.carillon.events.Rfc3339;
import dev.carillon.platform.web.Problems;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
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
    static final int LARGEST_PAGE = 100;

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

    /// @param who the recipient whose list is read; a cursor must belong to the same recipient
    /// @throws dev.carillon.platform.web.ProblemException 400 that names every fault
    static ListQuery of(RecipientKey who, Parameters parameters) {
        Reader reader = new Reader();
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
        Integer limit = reader.limit(parameters.limit());
        String category = reader.key("category", parameters.category());
        String type = reader.key("type", parameters.type());
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
        Instant from = reader.instant("from", parameters.from());
        Instant to = reader.instant("to", parameters.to());
        if (from != null && to != null && !from.isBefore(to)) {
            reader.refuse(
                    "to",
                    ErrorCode.INVALID_RANGE,
                    "to must be after from",
                    "an instant after from");
        }
        reader.refuseIfFaulty();
        boolean newer =
                previous != null
                        ? previous
                        : cursor != null && cursor.side() == PageCursor.Side.NEWER;
        return new ListQuery(
                cursor,
                newer,
                limit == null ? PAGE : limit,
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

    /// Reads parameters and collects their faults.
    static final class Reader {
        private final List<FieldError> faults = new ArrayList<>();

        @Nullable Integer limit(@Nullable String text) {
            return read(
                    "limit",
                    text,
                    ErrorCode.INVALID_LIMIT,
                    "a whole number from 1 to " + LARGEST_PAGE,
                    value -> Optional.of(Integer.valueOf(value)).filter(ListQuery::isLimit));
        }

        @Nullable String key(String name, @Nullable String text) {
            return read(
                    name,
                    text,
                    ErrorCode.INVALID_PARAMETER,
                    "a key of 1 to " + LONGEST_KEY + " characters",
                    value -> Optional.of(value).filter(ListQuery::isKey));
        }

        @Nullable Instant instant(String name, @Nullable String text) {
            return read(
                    name,
                    text,
                    ErrorCode.INVALID_INSTANT,
                    Instants.ALLOWED + ", such as 2026-01-31T09:00:00Z",
                    value -> Optional.of(Rfc3339.parse(value)).filter(Instants::isAllowed));
        }

        /// Reads a value. It is a fault if the parser returns empty or throws.
        <T> @Nullable T read(
                String name,
                @Nullable String text,
                ErrorCode code,
                String allowed,
                Function<String, Optional<T>> parser) {
            if (text == null) {
                return null;
            }
            try {
                Optional<T> value = parser.apply(text);
                if (value.isPresent()) {
                    return value.get();
                }
            } catch (IllegalArgumentException | DateTimeParseException unreadable) {
                // reported below
            }
            refuse(name, code, name + " must be " + allowed, allowed);
            return null;
        }

        void refuse(String name, ErrorCode code, String message, String allowed) {
            faults.add(new FieldError(name, code, message, allowed));
        }

        void refuseIfFaulty() {
            if (!faults.isEmpty()) {
                throw Problems.badRequest(faults);
            }
        }
    }

    private static boolean isLimit(int limit) {
        return limit >= 1 && limit <= LARGEST_PAGE;
    }

    private static boolean isKey(String key) {
        return !key.isBlank() && key.length() <= LONGEST_KEY && key.indexOf('\0') < 0;
    }
}
