package dev.carillon.rules;

import dev.carillon.events.JsonNumbers;
import dev.carillon.events.Rfc3339;
import dev.cel.common.values.NullValue;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Converts between JSON as Java readers represent it and CEL values.
final class JsonValues {
    private JsonValues() {}

    static Object toCel(@Nullable Object json) {
        return switch (json) {
            case null -> NullValue.NULL_VALUE;
            case Map<?, ?> map -> mapToCel(map);
            case List<?> list -> listToCel(list);
            case BigInteger big -> ExactNumber.of(new BigDecimal(big));
            case BigDecimal big -> ExactNumber.of(big);
            case Double number -> ExactNumber.of(BigDecimal.valueOf(number));
            case Float number -> ExactNumber.of(new BigDecimal(number.toString()));
            case Number number -> number.longValue();
            default -> json;
        };
    }

    private static Map<String, Object> mapToCel(Map<?, ?> map) {
        Map<String, Object> copy = LinkedHashMap.newLinkedHashMap(map.size());
        map.forEach((key, value) -> copy.put(String.valueOf(key), toCel(value)));
        return copy;
    }

    private static List<Object> listToCel(List<?> list) {
        List<Object> copy = new ArrayList<>(list.size());
        list.forEach(value -> copy.add(toCel(value)));
        return copy;
    }

    /// The JSON form of an expression's result.
    ///
    /// @throws UnsuitableValueException when it has no JSON form, or is larger than the budget
    static @Nullable Object toJson(Object value, Budget budget) {
        return switch (value) {
            case NullValue none -> null;
            case Optional<?> optional when optional.isPresent() -> toJson(optional.get(), budget);
            case Optional<?> none -> null;
            case String text -> {
                budget.take(text.length() + 2);
                yield storable(text);
            }
            case Map<?, ?> map -> {
                Map<String, @Nullable Object> copy = LinkedHashMap.newLinkedHashMap(map.size());
                for (Map.Entry<?, ?> entry : map.entrySet()) {
                    String key = storable(String.valueOf(entry.getKey()));
                    budget.take(key.length() + 4);
                    copy.put(key, toJson(entry.getValue(), budget));
                }
                yield copy;
            }
            case List<?> list -> {
                List<@Nullable Object> copy = new ArrayList<>(list.size());
                for (Object item : list) {
                    budget.take(1);
                    copy.add(toJson(item, budget));
                }
                yield copy;
            }
            case Double number when number.isNaN() || number.isInfinite() ->
                    throw new UnsuitableValueException(
                            "a number that JSON cannot represent: " + number);
            case Long number -> budgeted(number, budget);
            case Double number ->
                    written(JsonNumbers.canonical(BigDecimal.valueOf(number)), budget);
            case ExactNumber number -> written(number.json(), budget);
            case Boolean truth -> budgeted(truth, budget);
            case com.google.common.primitives.UnsignedLong number ->
                    budgeted(number.bigIntegerValue(), budget);
            case java.time.Instant instant -> budgeted(Rfc3339.format(instant), budget);
            case java.time.Duration duration -> budgeted(duration.toString(), budget);
            default ->
                    throw new UnsuitableValueException(
                            "a value that JSON cannot represent: " + nameOf(value));
        };
    }

    /// The text without NUL characters, which JSON can carry but Postgres cannot store.
    static String storable(String text) {
        return text.indexOf('\0') < 0 ? text : text.replace("\0", "");
    }

    private static Number written(Number number, Budget budget) {
        budget.take(JsonNumbers.plain(number).length());
        return number;
    }

    private static Object budgeted(Object scalar, Budget budget) {
        budget.take(8);
        return scalar;
    }

    /// The name of a value's type in CEL.
    static String nameOf(Object value) {
        return switch (value) {
            case NullValue none -> "null";
            case String text -> "a text";
            case Boolean truth -> "a boolean";
            case Long number -> "an int";
            case Double number -> "a double";
            case ExactNumber number -> "a number";
            case List<?> list -> "a list";
            case Map<?, ?> map -> "an object";
            case Optional<?> optional -> "an optional";
            default -> value.getClass().getSimpleName();
        };
    }

    /// The number of characters that are still allowed.
    static final class Budget {
        private final int limit;
        private int taken;

        Budget(int limit) {
            this.limit = limit;
        }

        void take(int characters) {
            taken += characters;
            if (taken > limit) {
                throw new UnsuitableValueException(
                        "more than the " + limit + " characters that are allowed");
            }
        }
    }

    /// The result of an expression is not allowed in its place. The message completes "yielded …".
    static final class UnsuitableValueException extends RuntimeException {
        UnsuitableValueException(String message) {
            super(message);
        }
    }
}
