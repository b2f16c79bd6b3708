package dev.carillon.processor.rule;

/// A template rendered more text than allowed for one recipient. The event's data is bounded, so a loop in the template
/// repeats it.
public final class TemplateLimitException extends RuntimeException {
    private final String template;

    TemplateLimitException(String template, String message) {
        super(template + " " + message);
        this.template = template;
    }

    /// The template's path in the type, such as `templates.in_app.en.text`.
    public String template() {
        return template;
    }
}
