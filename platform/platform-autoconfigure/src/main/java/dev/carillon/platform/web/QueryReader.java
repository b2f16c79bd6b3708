package dev.carillon.platform.web;

import dev.carillon.events.ErrorCode;
import dev.carillon.events.Problem.FieldError;
import dev.carillon.events.RecipientKey;
import dev.carillon.events.Rfc3339;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Reads the query parameters of one request, which an endpoint declares as texts, and collects their faults: one
/// answer names all of them. A value has one form, the documented one. Spring's own readers also accept `0x10`, `010`
/// and `+5` as a number, and `yes` and `on` as true.
///
/// A controller takes one as an argument; then it already holds the parameters that the endpoint does not know. It must
/// call [#check] before it uses what it read: what could not be read is a default or null until then.
public final class QueryReader {
    private static final Pattern WHOLE = Pattern.compile("[1-9][0-9]{0,8}");

    private final List<FieldError> faults;

    /// Without faults so far.
    public QueryReader() {
        this(List.of());
    }

    QueryReader(List<FieldError> found) {
        faults = new ArrayList<>(found);
    }

    /// How many rows a page holds: 1 to [Pages#LARGEST].
    public int limit(@Nullable String text, int otherwise) {
        return limit(text, otherwise, Pages.LARGEST);
    }

    public int limit(@Nullable String text, int otherwise, int largest) {
        Integer limit =
                read(
                        "limit",
                        text,
                        ErrorCode.INVALID_LIMIT,
                        "a whole number from 1 to " + largest,
                        value ->
                                Optional.of(value)
                                        .filter(WHOLE.asMatchPredicate())
                                        .map(Integer::valueOf)
                                        .filter(number -> number <= largest));
        return limit == null ? otherwise : limit;
    }

    /// `true` or `false`; false when it is not there.
    public boolean flag(String name, @Nullable String text) {
        return "true".equals(oneOf(name, text, List.of("true", "false")));
    }

    /// One of some words, letter by letter.
    public @Nullable String oneOf(String name, @Nullable String text, Collection<String> words) {
        return read(
                name,
                text,
                ErrorCode.INVALID_PARAMETER,
                "one of " + String.join(", ", words),
                value -> Optional.of(value).filter(words::contains));
    }

    public @Nullable UUID id(String name, @Nullable String text) {
        return read(
                name,
                text,
                ErrorCode.INVALID_PARAMETER,
                "a UUID",
                value -> Optional.of(StrictIds.read(value)));
    }

    public @Nullable String recipient(String name, @Nullable String text) {
        return read(
                name,
                text,
                ErrorCode.INVALID_RECIPIENT,
                RecipientKey.RECIPIENT_ALLOWED,
                value -> Optional.of(value).filter(RecipientKey::isRecipient));
    }

    /// @param words what is allowed, in words
    public @Nullable Instant instant(
            String name, @Nullable String text, String words, Predicate<Instant> allowed) {
        return read(
                name,
                text,
                ErrorCode.INVALID_INSTANT,
                words,
                value -> Optional.of(Rfc3339.parse(value)).filter(allowed));
    }

    /// What a `cursor` stands for, as [Pages#position]; null without one.
    public <P> @Nullable P position(
            @Nullable String cursor, String mark, Function<String, P> read) {
        try {
            return Pages.position(cursor, mark, read);
        } catch (ProblemException refused) {
            faults.addAll(refused.problem().errors());
            return null;
        }
    }

    /// Reads a value. It is a fault if the parser throws an [IllegalArgumentException] or [DateTimeException] or
    /// returns nothing.
    public <T> @Nullable T read(
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
        } catch (IllegalArgumentException | DateTimeException unreadable) {
            // named below
        }
        refuse(name, code, name + " must be " + allowed, allowed);
        return null;
    }

    public void refuse(String name, ErrorCode code, String message, String allowed) {
        faults.add(new FieldError(name, code, message, allowed));
    }

    /// @throws ProblemException 400 that names every fault, when there is one
    public void check() {
        if (!faults.isEmpty()) {
            throw Problems.badRequest(faults);
        }
    }
}
