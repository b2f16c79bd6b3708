package dev.carillon.email.template;

import dev.carillon.templates.Compilation;
import dev.carillon.templates.CompiledTemplate;
import dev.carillon.templates.Escaping;
import dev.carillon.templates.Rendering;
import dev.carillon.templates.TemplateLimits;
import dev.carillon.templates.Templates;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/// The layout of every email: an HTML and a text template that use the same values.
final class Layout {
    /// Fifty items with the longest links, every character escaped, are 2 MB: such a digest is shortened, not refused.
    private static final Templates TEMPLATES =
            new Templates(new TemplateLimits(32_768, 4, 4_000_000, 10_000));

    private final CompiledTemplate html = compiled("mail.html", Escaping.HTML);
    private final CompiledTemplate text = compiled("mail.txt", Escaping.TEXT);

    String html(Map<String, Object> values) {
        return rendered(html, values);
    }

    String text(Map<String, Object> values) {
        return rendered(text, values);
    }

    private static String rendered(CompiledTemplate template, Map<String, Object> values) {
        return switch (template.render(values)) {
            case Rendering.Rendered done -> done.text();
            case Rendering.Exceeded exceeded ->
                    throw new IllegalStateException(
                            "the layout of emails cannot be used: " + exceeded.message());
        };
    }

    private static CompiledTemplate compiled(String name, Escaping escaping) {
        try (InputStream in = Layout.class.getResourceAsStream("/mail/" + name)) {
            if (in == null) {
                throw new IllegalStateException("the jar lacks the template mail/" + name);
            }
            String source = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return switch (TEMPLATES.compile(source, escaping)) {
                case Compilation.Compiled done -> done.template();
                case Compilation.Rejected rejected ->
                        throw new IllegalStateException(
                                name + " line " + rejected.line() + ": " + rejected.message());
            };
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
