package dev.carillon.events;

import java.math.BigDecimal;
import java.math.BigInteger;

/// The numbers that JSON may contain, and their canonical form. A number stays exact from the event to the row and the
/// mail: integers of any size and decimals are never rounded to a `double`.
public final class JsonNumbers {
    /// Digits after the decimal point. Every `double` has fewer.
    public static final int MOST_DECIMALS = 340;

    /// The allowed numbers, as errors describe them.
    public static final String ALLOWED =
            "a number between -1.7976931348623157e308 and 1.7976931348623157e308 with at most "
                    + MOST_DECIMALS
                    + " digits after the decimal point";

    private static final BigDecimal LARGEST = BigDecimal.valueOf(Double.MAX_VALUE);
    private static final int MOST_DIGITS = LARGEST.precision() - LARGEST.scale();

    private JsonNumbers() {}

    /// Whether the number is within [#ALLOWED]. Fast for any exponent: `1e999999999` is never expanded.
    public static boolean isAllowed(BigDecimal number) {
        if (number.signum() == 0) {
            return true;
        }
        if ((long) number.precision() - number.scale() > MOST_DIGITS
                || number.abs().compareTo(LARGEST) > 0) {
            return false;
        }
        return number.scale() <= MOST_DECIMALS
                || number.stripTrailingZeros().scale() <= MOST_DECIMALS;
    }

    /// The canonical form of an [allowed number][#isAllowed]: `Integer`, `Long` or `BigInteger` if it is whole (also
    /// `100.0` and `1e2`), else a `BigDecimal` without trailing zeros.
    public static Number canonical(BigDecimal number) {
        BigDecimal stripped = number.stripTrailingZeros();
        return stripped.scale() <= 0 ? canonical(stripped.toBigIntegerExact()) : stripped;
    }

    private static Number canonical(BigInteger number) {
        if (number.bitLength() < Integer.SIZE) {
            return number.intValueExact();
        }
        return number.bitLength() < Long.SIZE ? (Number) number.longValueExact() : number;
    }

    /// The number as plain decimal text, without exponent and trailing zeros: `12345678.5`, `0.0005`, `100`.
    public static String plain(Number number) {
        return switch (number) {
            case BigDecimal decimal -> plain(decimal);
            case Double floating when Double.isFinite(floating) ->
                    plain(BigDecimal.valueOf(floating));
            case Float floating when Float.isFinite(floating) ->
                    plain(new BigDecimal(floating.toString()));
            default -> number.toString();
        };
    }

    private static String plain(BigDecimal number) {
        return isAllowed(number)
                ? number.stripTrailingZeros().toPlainString()
                : number.toString(); // never expanded: the result could exceed the memory
    }
}
