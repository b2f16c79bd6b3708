package dev.carillon.processor.rule;

import dev.carillon.templates.CompiledTemplate;
import dev.carillon.templates.Locales;
import dev.carillon.templates.Rendering;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The templates of what stands in the inbox, by locale.
final class TypeTemplates {
    static final TypeTemplates NONE = new TypeTemplates(Map.of());

    private final Map<String, Texts> byLocale;

    TypeTemplates(Map<String, Texts> byLocale) {
        this.byLocale = byLocale;
    }

    record Texts(
            CompiledTemplate title,
            @Nullable CompiledTemplate text,
            @Nullable CompiledTemplate actionUrl,
            @Nullable CompiledTemplate imageUrl) {}

    RenderedTexts render(@Nullable String locale, Map<String, ?> variables) {
        return Locales.pick(byLocale, locale)
                .map(found -> render(found.getValue(), variables))
                .orElse(RenderedTexts.NOTHING);
    }

    private static RenderedTexts render(Texts texts, Map<String, ?> variables) {
        List<String> missing = new ArrayList<>();
        return new RenderedTexts(
                render(texts.title, variables, missing),
                render(texts.text, variables, missing),
                render(texts.actionUrl, variables, missing),
                render(texts.imageUrl, variables, missing),
                missing);
    }

    private static @Nullable String render(
            @Nullable CompiledTemplate template, Map<String, ?> variables, List<String> missing) {
        if (template == null) {
            return null;
        }
        return switch (template.render(variables)) {
            case Rendering.Rendered rendered -> {
                missing.addAll(rendered.missing());
                yield rendered.text();
            }
            // data is bounded, so only a template that repeats it gets here
            case Rendering.Exceeded exceeded -> "";
        };
    }
}
