package dev.carillon.api.type;

import dev.carillon.api.web.JsonFields;
import dev.carillon.events.Channel;
import dev.carillon.events.ErrorCode;
import dev.carillon.events.NotificationType;
import dev.carillon.events.NotificationType.Template;
import dev.carillon.links.LinkCheck;
import dev.carillon.links.Links;
import dev.carillon.platform.web.Problems;
import dev.carillon.templates.Compilation;
import dev.carillon.templates.Escaping;
import dev.carillon.templates.Locales;
import dev.carillon.templates.Rendering;
import dev.carillon.templates.Templates;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/// Renders every channel of a type with sample data; nothing is sent.
@Component
class PreviewType {
    private final Templates templates = new Templates();
    private final DataSchemas schemas;

    PreviewType(DataSchemas schemas) {
        this.schemas = schemas;
    }

    /// @param missing variables that have no value
    /// @param leftOutLinks why a link would be left out, by field
    record Rendered(
            String locale,
            @Nullable String title,
            @Nullable String text,
            @Nullable String actionUrl,
            @Nullable String imageUrl,
            @Nullable String button,
            List<String> missing,
            Map<String, String> leftOutLinks) {}

    record Preview(String type, long version, Map<Channel, Rendered> channels) {}

    Preview preview(NotificationType type, JsonNode body) {
        JsonFields fields = JsonFields.of(body).onlyKnown("data", "recipient", "locale");
        Map<String, Object> data =
                Optional.ofNullable(fields.map("data")).orElseGet(LinkedHashMap::new);
        Map<String, Object> recipient =
                Optional.ofNullable(fields.map("recipient")).orElseGet(LinkedHashMap::new);
        String locale = fields.text("locale", 35);
        schemas.faults(type, data).forEach(fields::refuse);
        fields.refuseIfFaulty();
        Map<String, Object> variables = new LinkedHashMap<>(data);
        variables.put("recipient", recipient);
        Map<Channel, Rendered> channels = new LinkedHashMap<>();
        for (Channel channel : new TreeSet<>(type.channels().keySet())) {
            Map<String, Template> translations =
                    Optional.ofNullable(type.templates().get(channel))
                            .or(() -> Optional.ofNullable(type.templates().get(Channel.IN_APP)))
                            .orElseThrow();
            Locales.pick(translations, locale)
                    .ifPresent(found ->
                            channels.put(
                                    channel, render(found.getKey(), found.getValue(), variables)));
        }
        return new Preview(type.key(), type.version(), channels);
    }

    private Rendered render(String locale, Template template, Map<String, Object> variables) {
        Set<String> missing = new TreeSet<>();
        Map<String, String> leftOut = new TreeMap<>();
        return new Rendered(
                locale,
                text(template.title(), variables, missing),
                text(template.text(), variables, missing),
                link("action_url", template.actionUrl(), variables, missing, leftOut),
                link("image_url", template.imageUrl(), variables, missing, leftOut),
                text(template.button(), variables, missing),
                List.copyOf(missing),
                leftOut);
    }

    private @Nullable String link(
            String field,
            @Nullable String template,
            Map<String, Object> variables,
            Set<String> missing,
            Map<String, String> leftOut) {
        String text = rendered(template, Escaping.LINK, variables, missing);
        if (text == null || text.isBlank()) {
            return null;
        }
        return switch (Links.check(text)) {
            case LinkCheck.Accepted(String url) -> url;
            case LinkCheck.Refused refused -> {
                leftOut.put(field, refused.reason());
                yield null;
            }
        };
    }

    private @Nullable String text(
            @Nullable String template, Map<String, Object> variables, Set<String> missing) {
        return rendered(template, Escaping.TEXT, variables, missing);
    }

    private @Nullable String rendered(
            @Nullable String template,
            Escaping escaping,
            Map<String, Object> variables,
            Set<String> missing) {
        if (template == null) {
            return null;
        }
        if (!(templates.compile(template, escaping) instanceof Compilation.Compiled compiled)) {
            throw new IllegalStateException("A stored template does not compile any more");
        }
        return switch (compiled.template().render(variables)) {
            case Rendering.Rendered rendered -> {
                missing.addAll(rendered.missing());
                yield rendered.text();
            }
            case Rendering.Exceeded exceeded ->
                    throw Problems.unprocessable(
                            "data",
                            ErrorCode.RENDERING_TOO_LARGE,
                            exceeded.message(),
                            "smaller data");
        };
    }
}
