package dev.carillon.rules;

import dev.carillon.rules.Evaluation.Failed;
import dev.carillon.rules.Evaluation.Yielded;
import dev.carillon.rules.JsonValues.UnsuitableValueException;
import dev.cel.common.values.NullValue;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// An expression that any thread may evaluate any number of times. Call the method that fits the [Yield] for which it
/// was compiled.
public final class CompiledExpression {
    private final String source;
    private final CelRuntime.Program program;
    private final RuleLimits limits;

    CompiledExpression(String source, CelRuntime.Program program, RuleLimits limits) {
        this.source = source;
        this.program = program;
        this.limits = limits;
    }

    /// The expression's text.
    public String source() {
        return source;
    }

    /// For [Yield#BOOLEAN].
    public Evaluation<Boolean> asBoolean(RuleScope scope) {
        return evaluate(
                scope,
                value -> {
                    if (value instanceof Boolean truth) {
                        return truth;
                    }
                    throw unsuitable(value, Yield.BOOLEAN);
                });
    }

    /// For [Yield#TEXT]; empty for null and for an optional without value.
    public Evaluation<Optional<String>> asText(RuleScope scope) {
        return evaluate(
                scope,
                value -> {
                    Object plain = plain(value);
                    return plain instanceof NullValue
                            ? Optional.empty()
                            : Optional.of(text(plain, Yield.TEXT));
                });
    }

    /// For [Yield#TEXTS]; empty for null and for an optional without value.
    public Evaluation<List<String>> asTexts(RuleScope scope) {
        return evaluate(scope, value -> texts(plain(value)));
    }

    /// For [Yield#JSON]; empty for null and for an optional without value.
    public Evaluation<Optional<Object>> asJson(RuleScope scope) {
        return evaluate(
                scope,
                value ->
                        Optional.ofNullable(
                                JsonValues.toJson(
                                        value, new JsonValues.Budget(limits.jsonChars()))));
    }

    private List<String> texts(Object value) {
        if (value instanceof NullValue) {
            return List.of();
        }
        if (!(value instanceof List<?> list)) {
            return List.of(text(value, Yield.TEXTS));
        }
        if (list.size() > limits.listSize()) {
            throw new UnsuitableValueException(
                    list.size() + " texts, more than the " + limits.listSize() + " allowed");
        }
        List<String> texts = new ArrayList<>(list.size());
        for (Object item : list) {
            texts.add(text(plain(item), Yield.TEXTS));
        }
        return texts;
    }

    private String text(Object value, Yield expected) {
        if (!(value instanceof String text)) {
            throw unsuitable(value, expected);
        }
        if (text.length() > limits.textChars()) {
            throw new UnsuitableValueException(
                    "a text of "
                            + text.length()
                            + " characters, more than the "
                            + limits.textChars()
                            + " allowed");
        }
        return text;
    }

    private static Object plain(Object value) {
        return value instanceof Optional<?> optional
                ? optional.<Object>map(present -> present).orElse(NullValue.NULL_VALUE)
                : value;
    }

    private static UnsuitableValueException unsuitable(Object value, Yield expected) {
        return new UnsuitableValueException(
                JsonValues.nameOf(value) + ", but must yield " + expected.words());
    }

    private <T> Evaluation<T> evaluate(RuleScope scope, Function<Object, T> suited) {
        try {
            return new Yielded<>(suited.apply(program.eval(scope.variables())));
        } catch (UnsuitableValueException e) {
            return new Failed<>(source, null, "yielded " + e.getMessage());
        } catch (CelEvaluationException e) {
            return EvaluationFaults.describe(source, scope, e, limits);
        } catch (RuntimeException e) {
            // the interpreter casts values: an expression over dyn got a value of another type
            return new Failed<>(
                    source, null, "got a value of an unexpected type: " + e.getMessage());
        }
    }

    /// The expression's text.
    @Override
    public String toString() {
        return source;
    }
}
