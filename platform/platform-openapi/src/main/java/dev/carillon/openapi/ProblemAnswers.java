package dev.carillon.openapi;

import dev.carillon.events.ErrorCode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// The error responses of operations: one for each status, with its codes, their meanings and an example of each.
final class ProblemAnswers {
    private static final Map<Integer, String> STATUSES =
            Map.ofEntries(
                    Map.entry(400, "Bad Request"),
                    Map.entry(401, "Unauthorized"),
                    Map.entry(403, "Forbidden"),
                    Map.entry(404, "Not Found"),
                    Map.entry(406, "Not Acceptable"),
                    Map.entry(408, "Request Timeout"),
                    Map.entry(409, "Conflict"),
                    Map.entry(413, "Content Too Large"),
                    Map.entry(415, "Unsupported Media Type"),
                    Map.entry(422, "Unprocessable Content"),
                    Map.entry(426, "Upgrade Required"),
                    Map.entry(429, "Too Many Requests"),
                    Map.entry(500, "Internal Server Error"),
                    Map.entry(503, "Service Unavailable"));

    private final Map<String, Object> codes = Yaml.read("problems.yaml");
    private final Map<String, Object> examples = new TreeMap<>();

    /// The examples of every used code, for the components.
    Map<String, Object> examples() {
        return examples;
    }

    /// Adds the error responses of an operation.
    ///
    /// @param own codes by status, in addition to those of its kind
    void add(Map<String, Object> operation, Access access, Map<String, Object> own) {
        Map<Integer, Set<String>> all = ofKind(operation, access);
        own.forEach((status, listed) -> {
            Set<String> known =
                    all.computeIfAbsent(Integer.valueOf(status), absent -> new LinkedHashSet<>());
            ((List<?>) listed).forEach(code -> known.add(String.valueOf(code)));
        });
        boolean pages = operation.toString().contains("text/html=");
        Map<String, Object> responses = Yaml.child(operation, "responses");
        all.forEach((status, used) ->
                responses.putIfAbsent(String.valueOf(status), response(status, used, pages)));
    }

    private static Map<Integer, Set<String>> ofKind(Map<String, Object> operation, Access access) {
        Map<Integer, Set<String>> codes = new TreeMap<>();
        put(
                codes,
                400,
                ErrorCode.BAD_REQUEST,
                ErrorCode.INVALID_PARAMETER,
                ErrorCode.INVALID_PARAMETERS,
                ErrorCode.UNKNOWN_PARAMETER,
                ErrorCode.REPEATED);
        if (!access.roles().isEmpty()) {
            put(
                    codes,
                    401,
                    ErrorCode.TOKEN_MISSING,
                    ErrorCode.TOKEN_EXPIRED,
                    ErrorCode.TOKEN_REJECTED);
        }
        if (access != Access.LINK) {
            put(codes, 403, ErrorCode.FORBIDDEN);
        }
        if (operation.toString().contains("application/json=")) {
            put(codes, 406, ErrorCode.NOT_ACCEPTABLE);
        }
        // an incorrect body is answered even if the operation has none
        put(codes, 408, ErrorCode.REQUEST_TIMEOUT);
        put(codes, 413, ErrorCode.TOO_LARGE);
        put(codes, 415, ErrorCode.UNSUPPORTED_MEDIA_TYPE);
        if (String.valueOf(operation.get("requestBody")).contains("application/json=")) {
            codes.getOrDefault(400, new LinkedHashSet<>())
                    .addAll(List.of(ErrorCode.INVALID_JSON.code(), ErrorCode.INVALID_VALUE.code()));
            put(
                    codes,
                    422,
                    ErrorCode.INVALID_FIELDS,
                    ErrorCode.INVALID_VALUE,
                    ErrorCode.UNKNOWN_FIELD,
                    ErrorCode.INVALID_NUMBER);
        }
        put(codes, 429, ErrorCode.TOO_MANY_REQUESTS, ErrorCode.OVERLOADED);
        put(codes, 500, ErrorCode.INTERNAL);
        put(codes, 503, ErrorCode.UNAVAILABLE);
        return codes;
    }

    private static void put(Map<Integer, Set<String>> codes, int status, ErrorCode... used) {
        Set<String> names = new LinkedHashSet<>();
        for (ErrorCode code : used) {
            names.add(code.code());
        }
        codes.put(status, names);
    }

    private Map<String, Object> response(int status, Set<String> used, boolean pages) {
        Map<String, Object> response = new LinkedHashMap<>();
        response.put("description", words(status, used));
        if (status == 401) {
            response.put("headers", header("WWW-Authenticate", "`Bearer`, with what is wrong."));
        }
        if (status == 429 || status == 503) {
            response.put("headers", header("Retry-After", "Seconds to wait."));
        }
        Map<String, Object> content = new LinkedHashMap<>();
        content.put("application/problem+json", problem(status, used));
        if (pages) {
            content.put(
                    "text/html",
                    Map.of(
                            "schema",
                            Map.of("type", "string", "description", "A page for people.")));
        }
        response.put("content", content);
        response.put("x-problem-codes", new ArrayList<>(used));
        return response;
    }

    private String words(int status, Set<String> used) {
        return used.stream()
                .map(code -> "| `" + code + "` | " + known(code).meaning() + " |")
                .collect(
                        Collectors.joining(
                                "\n", title(status) + ".\n\n| code | meaning |\n|---|---|\n", ""));
    }

    private Map<String, Object> problem(int status, Set<String> used) {
        Map<String, Object> shown = new LinkedHashMap<>();
        for (String code : used) {
            String name = status + "_" + code;
            examples.computeIfAbsent(name, absent -> example(status, code));
            shown.put(code, Map.of("$ref", "#/components/examples/" + name));
        }
        Map<String, Object> media = new LinkedHashMap<>();
        media.put("schema", Map.of("$ref", "#/components/schemas/Problem"));
        media.put("examples", shown);
        return media;
    }

    private Map<String, Object> example(int status, String code) {
        ErrorCode known = known(code);
        Map<String, Object> problem = new LinkedHashMap<>();
        problem.put("type", "about:blank");
        problem.put("title", title(status));
        problem.put("status", status);
        problem.put("detail", said(code, "message"));
        problem.put("code", code);
        problem.put("class", known.errorClass().name().toLowerCase(Locale.ROOT));
        problem.put("retryable", known.retryable());
        problem.put("errors", faults(code));
        Map<String, Object> example = new LinkedHashMap<>();
        example.put("summary", known(code).meaning());
        example.put("value", problem);
        return example;
    }

    private List<Map<String, Object>> faults(String code) {
        Map<String, Object> known = Yaml.map(codes.get(code));
        if (!known.containsKey("field")) {
            return List.of();
        }
        Map<String, Object> fault = new LinkedHashMap<>();
        fault.put("field", said(code, "field"));
        fault.put("code", code);
        fault.put("message", said(code, "message"));
        if (known.containsKey("allowed")) {
            fault.put("allowed", said(code, "allowed"));
        }
        return List.of(fault);
    }

    private static Map<String, Object> header(String name, String description) {
        return Map.of(
                name,
                Map.of(
                        "description",
                        description,
                        "schema",
                        Map.of("type", "string", "maxLength", 1024)));
    }

    private static ErrorCode known(String code) {
        return ErrorCode.find(code)
                .filter(found -> found.code().equals(code))
                .orElseThrow(() -> new IllegalStateException("there is no error code " + code));
    }

    private static String title(int status) {
        String title = STATUSES.get(status);
        if (title == null) {
            throw new IllegalStateException(status + " has no title");
        }
        return title;
    }

    private String said(String code, String key) {
        Object text = Yaml.map(codes.get(code)).get(key);
        if (text == null) {
            throw new IllegalStateException(
                    "problems.yaml does not say the " + key + " of " + code);
        }
        return text.toString();
    }
}
