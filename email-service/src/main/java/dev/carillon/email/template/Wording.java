package dev.carillon.email.template;

import dev.carillon.email.reference.KnownTypes;
import dev.carillon.events.Channel;
import dev.carillon.events.Notification;
import dev.carillon.events.NotificationType;
import dev.carillon.events.NotificationType.Template;
import dev.carillon.events.Recipient;
import dev.carillon.templates.Compilation;
import dev.carillon.templates.CompiledTemplate;
import dev.carillon.templates.Escaping;
import dev.carillon.templates.Locales;
import dev.carillon.templates.Rendering;
import dev.carillon.templates.Templates;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// The texts of one notification in an email: from its type's email template, or else the texts of the inbox. The label
/// of the button comes from the inbox template.
@Component
class Wording {
    private static final int KEPT = 2000;

    private final KnownTypes types;
    private final Templates templates = new Templates();
    private final Map<Source, CompiledTemplate> compiled = new ConcurrentHashMap<>();

    Wording(KnownTypes types) {
        this.types = types;
    }

    private record Source(String template, Escaping escaping) {}

    /// Plain texts: they contain no markup.
    ///
    /// @param language of the template that was rendered; null when no template is known
    record Words(
            String title,
            String text,
            @Nullable String actionUrl,
            @Nullable String imageUrl,
            @Nullable String button,
            @Nullable String language) {}

    Words of(Notification notification, Recipient recipient) {
        Words inbox =
                new Words(
                        notification.title(),
                        notification.message(),
                        notification.actionUrl(),
                        notification.imageUrl(),
                        null,
                        null);
        if (notification.type().equals(Notification.AD_HOC)) {
            return inbox;
        }
        NotificationType type =
                types.find(notification.tenant(), notification.type(), notification.typeVersion())
                        .orElse(null);
        if (type == null) {
            return inbox;
        }
        Map<String, Object> variables = new LinkedHashMap<>(notification.data());
        variables.put("recipient", facts(recipient));
        Map.Entry<String, Template> own = template(type, Channel.EMAIL, recipient);
        if (own != null) {
            return rendered(own.getKey(), own.getValue(), variables, inbox);
        }
        Map.Entry<String, Template> shown = template(type, Channel.IN_APP, recipient);
        return shown == null
                ? inbox
                : new Words(
                        inbox.title(),
                        inbox.text(),
                        inbox.actionUrl(),
                        inbox.imageUrl(),
                        text(shown.getValue().button(), variables),
                        shown.getKey());
    }

    private static Map.@Nullable Entry<String, Template> template(
            NotificationType type, Channel channel, Recipient recipient) {
        Map<String, Template> translations = type.templates().get(channel);
        return translations == null
                ? null
                : Locales.pick(translations, recipient.locale()).orElse(null);
    }

    private Words rendered(
            String language, Template template, Map<String, Object> variables, Words inbox) {
        String image = text(template.imageUrl(), variables);
        String title = text(template.title(), variables);
        String text = text(template.text(), variables);
        String url = rendered(template.actionUrl(), Escaping.LINK, variables);
        return new Words(
                title.isBlank() ? inbox.title() : title,
                template.text() == null ? inbox.text() : text,
                url.isBlank() ? inbox.actionUrl() : url,
                image.isBlank() ? inbox.imageUrl() : image,
                text(template.button(), variables),
                language);
    }

    private String text(@Nullable String template, Map<String, Object> variables) {
        return rendered(template, Escaping.TEXT, variables);
    }

    private String rendered(
            @Nullable String template, Escaping escaping, Map<String, Object> variables) {
        if (template == null || template.isEmpty()) {
            return "";
        }
        Source source = new Source(template, escaping);
        CompiledTemplate ready = compiled.get(source);
        if (ready == null) {
            if (!(templates.compile(template, escaping) instanceof Compilation.Compiled done)) {
                // Types are validated before they are stored; a template that does not compile
                // here renders as empty text.
                return "";
            }
            if (compiled.size() >= KEPT) {
                compiled.clear();
            }
            ready = done.template();
            compiled.put(source, ready);
        }
        return ready.render(variables) instanceof Rendering.Rendered rendered
                ? rendered.text()
                : "";
    }

    private static Map<String, Object> facts(Recipient recipient) {
        Map<String, Object> facts = new HashMap<>();
        facts.put("id", recipient.recipient());
        facts.put("name", recipient.name() == null ? recipient.recipient() : recipient.name());
        facts.put("attributes", recipient.attributes());
        return facts;
    }
}
