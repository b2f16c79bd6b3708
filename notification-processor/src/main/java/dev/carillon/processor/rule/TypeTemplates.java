package dev.carillon.processor.rule;

import dev.carillon.templates.CompiledTemplate;
import dev.carillon.templates.Locales;
import dev.carillon.templates.Rendering;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The inbox templates of a type, by locale.
final class TypeTemplates {
    static final TypeTemplates NONE = new TypeTemplates("", Map.of());

    private final String path;
    private final Map<String, Texts> byLocale;

    /// @param path of the templates in the type, such as `templates.in_app`
    TypeTemplates(String path, Map<String, Texts> byLocale) {
        this.path = path;
        this.byLocale = byLocale;
    }

    record Texts(
            CompiledTemplate title,
            @Nullable CompiledTemplate text,
            @Nullable CompiledTemplate actionUrl,
            @Nullable CompiledTemplate imageUrl) {}

    /// @throws TemplateLimitException when a rendered text is too large
    RenderedTexts render(@Nullable String locale, Map<String, ?> variables) {
        return Locales.pick(byLocale, locale)
                .map(found ->
                        render(path + "." + found.getKey() + ".", found.getValue(), variables))
                .orElse(RenderedTexts.NOTHING);
    }

    private static RenderedTexts render(String path, Texts texts, Map<String, ?> variables) {
        List<String> missing = new ArrayList<>();
        return new RenderedTexts(
                render(path + "title", texts.title, variables, missing),
                render(path + "text", texts.text, variables, missing),
                render(path + "action_url", texts.actionUrl, variables, missing),
                render(path + "image_url", texts.imageUrl, variables, missing),
                missing);
    }

    private static @Nullable String render(
            String path,
            @Nullable CompiledTemplate template,
            Map<String, ?> variables,
            List<String> missing) {
        if (template == null) {
            return null;
        }
        return switch (template.render(variables)) {
            case Rendering.Rendered rendered -> {
                missing.addAll(rendered.missing());
                yield rendered.text();
            }
            case Rendering.Exceeded exceeded ->
                    throw new TemplateLimitException(path, exceeded.message());
        };
    }
}
