package dev.carillon.rules;

import static dev.cel.common.CelFunctionDecl.newFunctionDeclaration;
import static dev.cel.common.CelOverloadDecl.newGlobalOverload;

import com.google.common.primitives.UnsignedLong;
import dev.carillon.events.JsonNumbers;
import dev.cel.common.CelFunctionDecl;
import dev.cel.common.CelOverloadDecl;
import dev.cel.common.types.CelType;
import dev.cel.common.types.OpaqueType;
import dev.cel.common.types.SimpleType;
import dev.cel.runtime.CelFunctionBinding;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;

/// A number of an event that neither CEL's int (64 bits) nor its double represents exactly, such as
/// `18446744073709551615` or `123456789012345678.25`. It passes through an expression unchanged, can be compared with
/// any number, and equals the same number. Arithmetic with it is decimal, with 34 digits (IEEE 754 decimal128).
record ExactNumber(BigDecimal value) {
    private static final CelType TYPE = OpaqueType.create("number");

    private enum Comparison {
        LESS("_<_"),
        LESS_OR_EQUAL("_<=_"),
        GREATER("_>_"),
        GREATER_OR_EQUAL("_>=_");

        private final String function;

        Comparison(String function) {
            this.function = function;
        }

        boolean holds(int order) {
            return switch (this) {
                case LESS -> order < 0;
                case LESS_OR_EQUAL -> order <= 0;
                case GREATER -> order > 0;
                case GREATER_OR_EQUAL -> order >= 0;
            };
        }
    }

    private enum Arithmetic {
        ADD("_+_"),
        SUBTRACT("_-_"),
        MULTIPLY("_*_"),
        DIVIDE("_/_");

        private final String function;

        Arithmetic(String function) {
            this.function = function;
        }

        BigDecimal of(BigDecimal left, BigDecimal right) {
            return switch (this) {
                case ADD -> left.add(right, MathContext.DECIMAL128);
                case SUBTRACT -> left.subtract(right, MathContext.DECIMAL128);
                case MULTIPLY -> left.multiply(right, MathContext.DECIMAL128);
                case DIVIDE -> left.divide(right, MathContext.DECIMAL128);
            };
        }
    }

    private static final List<Operands<?, ?>> OPERANDS =
            List.of(
                    new Operands<>(TYPE, ExactNumber.class, TYPE, ExactNumber.class),
                    new Operands<>(TYPE, ExactNumber.class, SimpleType.INT, Long.class),
                    new Operands<>(TYPE, ExactNumber.class, SimpleType.DOUBLE, Double.class),
                    new Operands<>(TYPE, ExactNumber.class, SimpleType.UINT, UnsignedLong.class),
                    new Operands<>(SimpleType.INT, Long.class, TYPE, ExactNumber.class),
                    new Operands<>(SimpleType.DOUBLE, Double.class, TYPE, ExactNumber.class),
                    new Operands<>(SimpleType.UINT, UnsignedLong.class, TYPE, ExactNumber.class));

    private record Operands<A, B>(
            CelType left, Class<A> leftClass, CelType right, Class<B> rightClass) {
        String overload(String function) {
            return function + "_" + left.name() + "_" + right.name() + "_exact";
        }
    }

    /// The CEL value that represents the number exactly: an int, a double, else an exact number. `7.0` and `7` are the
    /// same number in JSON, so both become an int.
    static Object of(BigDecimal number) {
        Number canonical = JsonNumbers.canonical(number);
        if (canonical instanceof Integer || canonical instanceof Long) {
            return canonical.longValue();
        }
        double nearest = number.doubleValue();
        return Double.isFinite(nearest) && BigDecimal.valueOf(nearest).compareTo(number) == 0
                ? (Object) nearest
                : new ExactNumber(number.stripTrailingZeros());
    }

    /// The shortest JSON form.
    Number json() {
        return JsonNumbers.canonical(value);
    }

    static CelFunctionDecl[] declarations() {
        List<CelFunctionDecl> all = new ArrayList<>();
        for (Comparison comparison : Comparison.values()) {
            all.add(declared(comparison.function, SimpleType.BOOL));
        }
        // the type of a result (int, double or exact number) is only known once it is computed
        for (Arithmetic arithmetic : Arithmetic.values()) {
            all.add(declared(arithmetic.function, SimpleType.DYN));
        }
        all.add(conversion("int", SimpleType.INT));
        all.add(conversion("double", SimpleType.DOUBLE));
        all.add(conversion("-_", SimpleType.DYN));
        return all.toArray(CelFunctionDecl[]::new);
    }

    private static CelFunctionDecl declared(String function, CelType result) {
        return newFunctionDeclaration(
                function,
                OPERANDS.stream()
                        .map(operands ->
                                newGlobalOverload(
                                        operands.overload(function),
                                        result,
                                        operands.left(),
                                        operands.right()))
                        .toArray(CelOverloadDecl[]::new));
    }

    private static CelFunctionDecl conversion(String function, CelType result) {
        return newFunctionDeclaration(
                function, newGlobalOverload(function + "_exact", result, TYPE));
    }

    static List<CelFunctionBinding> bindings() {
        List<CelFunctionBinding> all = new ArrayList<>();
        for (Operands<?, ?> operands : OPERANDS) {
            for (Comparison comparison : Comparison.values()) {
                all.add(binding(comparison, operands));
            }
            for (Arithmetic arithmetic : Arithmetic.values()) {
                all.add(binding(arithmetic, operands));
            }
        }
        all.add(CelFunctionBinding.from("int_exact", ExactNumber.class, ExactNumber::toInt));
        all.add(
                CelFunctionBinding.from(
                        "double_exact", ExactNumber.class, number -> number.value.doubleValue()));
        all.add(
                CelFunctionBinding.from(
                        "-__exact", ExactNumber.class, number -> of(number.value.negate())));
        return all;
    }

    private static <A, B> CelFunctionBinding binding(
            Comparison comparison, Operands<A, B> operands) {
        return CelFunctionBinding.from(
                operands.overload(comparison.function),
                operands.leftClass(),
                operands.rightClass(),
                (left, right) -> comparison.holds(order(left, right)));
    }

    private static <A, B> CelFunctionBinding binding(
            Arithmetic arithmetic, Operands<A, B> operands) {
        return CelFunctionBinding.from(
                operands.overload(arithmetic.function),
                operands.leftClass(),
                operands.rightClass(),
                (left, right) -> of(fitted(arithmetic.of(decimal(left), decimal(right)))));
    }

    /// NaN and the infinities have no decimal form.
    private static int order(Object left, Object right) {
        return isFinite(left) && isFinite(right)
                ? decimal(left).compareTo(decimal(right))
                : Double.compare(floating(left), floating(right));
    }

    /// Rounds to the smallest decimal place that JSON may carry.
    private static BigDecimal fitted(BigDecimal result) {
        BigDecimal rounded =
                result.scale() <= JsonNumbers.MOST_DECIMALS
                        ? result
                        : result.setScale(JsonNumbers.MOST_DECIMALS, RoundingMode.HALF_EVEN);
        if (!JsonNumbers.isAllowed(rounded)) {
            throw new ArithmeticException("the result is not " + JsonNumbers.ALLOWED);
        }
        return rounded;
    }

    private static boolean isFinite(Object number) {
        return !(number instanceof Double floating) || Double.isFinite(floating);
    }

    private static double floating(Object number) {
        return number instanceof ExactNumber exact
                ? exact.value.doubleValue()
                : ((Number) number).doubleValue();
    }

    private static BigDecimal decimal(Object number) {
        return switch (number) {
            case ExactNumber exact -> exact.value;
            case Long whole -> BigDecimal.valueOf(whole);
            case UnsignedLong whole -> new BigDecimal(whole.bigIntegerValue());
            default -> BigDecimal.valueOf((Double) number);
        };
    }

    private long toInt() {
        BigInteger whole = value.toBigInteger();
        if (whole.bitLength() >= Long.SIZE) {
            throw new ArithmeticException("the number does not fit into 64 bits");
        }
        return whole.longValueExact();
    }
}
