package dev.carillon.processor.rule;

/// A template grew beyond what it may cost, for one recipient: data is bounded, so it repeats what it is given.
public final class TemplateLimitException extends RuntimeException {
    private final String template;

    TemplateLimitException(String template, String message) {
        super(template + " " + message);
        this.template = template;
    }

    /// Where it stands in the type, such as `templates.in_app.en.text`.
    public String template() {
        return template;
    }
}
