package dev.carillon.processor.rule;

import dev.carillon.events.Channel;
import dev.carillon.events.Level;
import dev.carillon.events.Notification;
import dev.carillon.events.NotificationType;
import dev.carillon.events.Priority;
import dev.carillon.events.RecipientKey;
import dev.carillon.events.Switch;
import dev.carillon.rules.CompiledExpression;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A type with its rules and templates compiled. Immutable.
public final class CompiledType {
    private final NotificationType type;
    private final Map<String, List<CompiledRule>> rules;
    private final @Nullable CompiledExpression dedupKey;
    private final TypeTemplates templates;
    private final @Nullable String fault;

    CompiledType(
            NotificationType type,
            Map<String, List<CompiledRule>> rules,
            @Nullable CompiledExpression dedupKey,
            TypeTemplates templates,
            @Nullable String fault) {
        this.type = type;
        this.rules = rules;
        this.dedupKey = dedupKey;
        this.templates = templates;
        this.fault = fault;
    }

    /// The type used for a request without a type: all channels, email by digest, texts as given.
    public static CompiledType adHoc(String tenant, @Nullable String category) {
        NotificationType type =
                new NotificationType(
                        RecipientKey.isTenant(tenant) ? tenant : RecipientKey.DEFAULT_TENANT,
                        Notification.AD_HOC,
                        0,
                        null,
                        category == null ? Notification.OTHER : category,
                        Priority.MEDIUM,
                        Level.INFO,
                        false,
                        false,
                        Map.of(Channel.IN_APP, Switch.ON, Channel.EMAIL, Switch.ON),
                        null,
                        null,
                        null,
                        List.of(),
                        Map.of(),
                        false);
        return new CompiledType(type, Map.of(), null, TypeTemplates.NONE, null);
    }

    public NotificationType type() {
        return type;
    }

    public String key() {
        return type.key();
    }

    /// Why the type cannot be evaluated: an expression that compiled when it was stored does not compile
    /// in this version.
    public Optional<String> fault() {
        return Optional.ofNullable(fault);
    }

    /// The CloudEvent types that its rules name.
    Set<String> events() {
        return rules.keySet();
    }

    List<CompiledRule> rules(String event) {
        return rules.getOrDefault(event, List.of());
    }

    @Nullable CompiledExpression dedupKey() {
        return dedupKey;
    }

    /// Renders title, text and links in a locale.
    ///
    /// @throws TemplateLimitException when a rendered text is too large
    public RenderedTexts render(@Nullable String locale, Map<String, ?> variables) {
        return templates.render(locale, variables);
    }
}
