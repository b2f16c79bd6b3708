package dev.carillon.templates;

import dev.carillon.templates.Compilation.Rejected;
import java.util.Optional;

/// The allowed part of Mustache: `{{variable}}`, `{{#section}}`, `{{^inverted}}`, `{{! comment }}`, up to a nesting
/// depth.
final class Syntax {
    private Syntax() {}

    static Optional<Rejected> fault(String template, TemplateLimits limits) {
        if (template.length() > limits.templateChars()) {
            return Optional.of(
                    new Rejected(
                            1,
                            "has "
                                    + template.length()
                                    + " characters, more than the "
                                    + limits.templateChars()
                                    + " allowed"));
        }
        int depth = 0;
        for (int at = template.indexOf("{{"); at >= 0; at = template.indexOf("{{", at + 2)) {
            if (template.indexOf("}}", at + 2) < 0) {
                return rejected(template, at, "{{ is not closed by }}");
            }
            char sigil = template.charAt(at + 2);
            switch (sigil) {
                case '{', '&' -> {
                    return rejected(template, at, "unescaped values ({{{ and {{&) are not allowed");
                }
                case '=' -> {
                    return rejected(template, at, "other delimiters ({{=) are not allowed");
                }
                case '>', '<', '$' -> {
                    return rejected(
                            template, at, "partials and blocks ({{" + sigil + ") are not allowed");
                }
                case '#', '^' -> {
                    if (++depth > limits.depth()) {
                        return rejected(
                                template,
                                at,
                                "sections are nested deeper than the "
                                        + limits.depth()
                                        + " allowed");
                    }
                }
                case '/' -> depth--;
                default -> {
                    // a variable or a comment
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<Rejected> rejected(String template, int at, String message) {
        int line = 1 + (int) template.substring(0, at).chars().filter(c -> c == '\n').count();
        return Optional.of(new Rejected(line, message));
    }
}
