package dev.carillon.rules;

import dev.carillon.rules.Evaluation.Failed;
import dev.cel.common.CelErrorCode;
import dev.cel.common.values.NullValue;
import dev.cel.runtime.CelEvaluationException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Turns errors of the interpreter into messages for the reader of the dead letter.
final class EvaluationFaults {
    private static final Pattern PATH = Pattern.compile("\\bdata(?:\\.[A-Za-z_][A-Za-z0-9_]*)+");
    private static final Pattern POSITION =
            Pattern.compile("^evaluation error(?: at [^:]*:\\d+)?: ");

    private EvaluationFaults() {}

    static <T> Failed<T> describe(
            String source, RuleScope scope, CelEvaluationException fault, RuleLimits limits) {
        if (fault.getErrorCode() == CelErrorCode.ITERATION_BUDGET_EXCEEDED) {
            return new Failed<>(
                    source,
                    null,
                    "needs more than the " + limits.iterations() + " iterations allowed");
        }
        return EvaluationFaults.<T>missing(source, scope.variables(), fault)
                .orElseGet(() -> new Failed<>(source, null, words(fault)));
    }

    private static String words(CelEvaluationException fault) {
        return POSITION.matcher(Objects.requireNonNullElse(fault.getMessage(), ""))
                .replaceFirst("");
    }

    /// Finds the first path in the expression that does not exist in the event's data. The interpreter names only the
    /// last key, if anything.
    private static <T> Optional<Failed<T>> missing(
            String source, Map<String, Object> variables, CelEvaluationException fault) {
        boolean absent = fault.getErrorCode() == CelErrorCode.ATTRIBUTE_NOT_FOUND;
        Matcher paths = PATH.matcher(source);
        while (paths.find()) {
            Object value = variables.get(RuleScope.DATA);
            String path = RuleScope.DATA;
            List<String> keys = List.of(paths.group().split("\\.", -1));
            for (String key : keys.subList(1, keys.size())) {
                if (value instanceof NullValue) {
                    return Optional.of(failed(source, path, " is null", path + " != null"));
                }
                if (!(value instanceof Map<?, ?> map)) {
                    break;
                }
                path = path + "." + key;
                value = map.get(key);
                if (value == null && absent) {
                    return Optional.of(failed(source, path, " is missing", "has(" + path + ")"));
                }
            }
        }
        return Optional.empty();
    }

    private static <T> Failed<T> failed(String source, String path, String fault, String guard) {
        return new Failed<>(source, path, path + fault + "; guard it with " + guard);
    }
}
