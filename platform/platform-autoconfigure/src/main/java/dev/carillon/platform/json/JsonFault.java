package dev.carillon.platform.json;

import dev.carillon.events.ErrorCode;
import dev.carillon.events.JsonNumbers;
import dev.carillon.events.UnsuitableNumberException;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.exc.MismatchedInputException;

/// Why JSON could not be read: the field, what is wrong, and what is allowed. It never repeats content other than the
/// field's name.
///
/// @param code `invalid_json` if it is not JSON, `invalid_number` if a number is out of range, `invalid_value` if a
///     field has the wrong type or value
/// @param field path such as `recipients[2].email`; empty for the document itself
public record JsonFault(ErrorCode code, String field, String message, @Nullable String allowed) {
    /// How Jackson names a repeated field.
    private static final Pattern TWICE = Pattern.compile("Duplicate Object property \"(.*)\"");

    /// Explains a Jackson exception.
    public static JsonFault of(JacksonException fault) {
        String field = path(fault);
        if (fault instanceof UnsuitableNumberException number) {
            return number(number.field());
        }
        if (fault instanceof StreamConstraintsException) {
            return new JsonFault(
                    ErrorCode.INVALID_JSON,
                    field,
                    "the JSON is nested too deeply or too long",
                    null);
        }
        Matcher twice = TWICE.matcher(String.valueOf(fault.getOriginalMessage()));
        if (twice.lookingAt()) {
            String name = twice.group(1);
            return new JsonFault(
                    ErrorCode.INVALID_JSON,
                    name,
                    name + " appears twice" + at(fault),
                    "each field once");
        }
        if (fault instanceof StreamReadException || !(fault instanceof DatabindException)) {
            return new JsonFault(
                    ErrorCode.INVALID_JSON, field, "is not JSON" + at(fault), "a JSON value");
        }
        if (fault instanceof MismatchedInputException mismatch
                && mismatch.getTargetType() != null) {
            String allowed = allowed(mismatch.getTargetType());
            return new JsonFault(
                    ErrorCode.INVALID_VALUE,
                    field,
                    (field.isEmpty() ? "the body" : field) + " must be " + allowed,
                    allowed);
        }
        Throwable cause = fault.getCause();
        if (cause instanceof IllegalArgumentException said && said.getMessage() != null) {
            return new JsonFault(ErrorCode.INVALID_VALUE, field, said.getMessage(), null);
        }
        return new JsonFault(
                ErrorCode.INVALID_VALUE,
                field,
                (field.isEmpty() ? "the body" : field) + " can't be read",
                null);
    }

    private static JsonFault number(String field) {
        return new JsonFault(
                ErrorCode.INVALID_NUMBER,
                field,
                (field.isEmpty() ? "a number" : field) + " is not " + JsonNumbers.ALLOWED,
                JsonNumbers.ALLOWED);
    }

    /// A description of the type's JSON form.
    public static String allowed(Class<?> type) {
        if (type.isEnum()) {
            return Arrays.stream(type.getEnumConstants())
                    .map(constant -> ((Enum<?>) constant).name().toLowerCase(Locale.ROOT))
                    .collect(Collectors.joining(", ", "one of ", ""));
        }
        if (type == boolean.class || type == Boolean.class) {
            return "true or false";
        }
        if (type == int.class
                || type == Integer.class
                || type == long.class
                || type == Long.class
                || type == short.class
                || type == Short.class) {
            return "a whole number";
        }
        if (type.isPrimitive() || Number.class.isAssignableFrom(type)) {
            return "a number";
        }
        return NAMES.entrySet().stream()
                .filter(entry -> entry.getKey().isAssignableFrom(type))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(type.isArray() ? "an array" : "an object");
    }

    private static final Map<Class<?>, String> NAMES =
            Map.ofEntries(
                    Map.entry(CharSequence.class, "a string"),
                    Map.entry(UUID.class, "a UUID"),
                    Map.entry(Instant.class, "an instant such as 2026-01-31T09:00:00Z"),
                    Map.entry(LocalDate.class, "a date such as 2026-01-31"),
                    Map.entry(LocalTime.class, "a time as HH:mm, 00:00 to 23:59"),
                    Map.entry(DayOfWeek.class, "a day of the week"),
                    Map.entry(ZoneId.class, "a time zone such as Europe/Zurich"),
                    Map.entry(Collection.class, "an array"));

    private static String path(JacksonException fault) {
        StringBuilder path = new StringBuilder();
        List<JacksonException.Reference> references = fault.getPath();
        for (JacksonException.Reference reference : references) {
            if (reference.getPropertyName() != null) {
                path.append(path.isEmpty() ? "" : ".").append(reference.getPropertyName());
            } else if (reference.getIndex() >= 0) {
                path.append('[').append(reference.getIndex()).append(']');
            }
        }
        return path.toString();
    }

    private static String at(JacksonException fault) {
        TokenStreamLocation location = fault.getLocation();
        return location == null || location.getLineNr() < 0
                ? ""
                : " at line " + location.getLineNr() + ", column " + location.getColumnNr();
    }
}
