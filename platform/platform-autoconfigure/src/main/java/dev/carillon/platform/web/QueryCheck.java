package dev.carillon.platform.web;

import dev.carillon.events.ErrorCode;
import dev.carillon.events.Problem.FieldError;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Checks the names in a query against those that an endpoint knows: an ignored parameter looks as if it had worked.
public final class QueryCheck {
    private static final int LONGEST_SHOWN = 60;

    private QueryCheck() {}

    /// The faults of the names in a query.
    ///
    /// @param query the raw query of the URL, without the question mark; null if there is none
    static List<FieldError> faults(@Nullable String query, Set<String> known) {
        return query == null || query.isEmpty() ? List.of() : faults(counted(query), known);
    }

    /// @param query the raw query of the URL, without the question mark; null if there is none
    /// @throws ProblemException 400 that names every parameter that is unknown or appears more than once
    public static void onlyKnown(@Nullable String query, Set<String> known) {
        refuse(faults(query, known));
    }

    /// The same for parameters that are already parsed.
    public static void onlyKnown(Map<String, List<String>> parameters, Set<String> known) {
        Map<String, Integer> counted = new LinkedHashMap<>();
        parameters.forEach((name, values) -> counted.put(name, values.size()));
        refuse(faults(counted, known));
    }

    private static void refuse(List<FieldError> faults) {
        if (!faults.isEmpty()) {
            throw Problems.badRequest(faults);
        }
    }

    private static List<FieldError> faults(Map<String, Integer> given, Set<String> known) {
        String allowed =
                known.isEmpty()
                        ? "no parameters"
                        : "any of " + String.join(", ", new TreeSet<>(known));
        List<FieldError> faults = new ArrayList<>();
        given.forEach((name, times) -> {
            String shown = shown(name);
            if (!known.contains(name)) {
                faults.add(
                        new FieldError(
                                shown,
                                ErrorCode.UNKNOWN_PARAMETER,
                                "'" + shown + "' is not a parameter of this endpoint",
                                allowed));
            } else if (times > 1) {
                faults.add(
                        new FieldError(
                                shown,
                                ErrorCode.REPEATED,
                                shown + " appears " + times + " times",
                                shown + " once"));
            }
        });
        return faults;
    }

    private static String shown(String name) {
        String plain = name.replaceAll("\\p{Cc}", "?");
        return plain.length() <= LONGEST_SHOWN
                ? plain
                : plain.substring(0, LONGEST_SHOWN - 1) + "…";
    }

    private static Map<String, Integer> counted(String query) {
        Map<String, Integer> counted = new LinkedHashMap<>();
        for (String pair : query.split("&", -1)) {
            if (!pair.isEmpty()) {
                counted.merge(decoded(pair.split("=", 2)[0]), 1, Integer::sum);
            }
        }
        return counted;
    }

    /// An incorrect encoding is another check's fault, and is ignored here.
    private static String decoded(String name) {
        try {
            return URLDecoder.decode(name, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException notEncoded) {
            return name;
        }
    }
}
