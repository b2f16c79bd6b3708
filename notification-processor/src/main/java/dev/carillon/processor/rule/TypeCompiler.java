package dev.carillon.processor.rule;

import dev.carillon.events.Channel;
import dev.carillon.events.NotificationType;
import dev.carillon.events.NotificationType.Rule;
import dev.carillon.events.NotificationType.Template;
import dev.carillon.rules.Compilation;
import dev.carillon.rules.CompiledExpression;
import dev.carillon.rules.RuleCompiler;
import dev.carillon.rules.Yield;
import dev.carillon.templates.CompiledTemplate;
import dev.carillon.templates.Escaping;
import dev.carillon.templates.Templates;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/// Compiles types. A stored type compiled when it was saved. If it does not compile in this version, the compiled type
/// keeps the fault, and each event that one of its rules names becomes a dead letter with that fault.
@Component
class TypeCompiler {
    private static final Logger log = LoggerFactory.getLogger(TypeCompiler.class);

    private final RuleCompiler rules = new RuleCompiler();
    private final Templates templates = new Templates();

    CompiledType compile(NotificationType type) {
        try {
            return compiled(type);
        } catch (RuntimeException broken) {
            // A stored rule lacks a required field. The other types must still be usable.
            log.error("type {} version {} cannot be used", type.key(), type.version(), broken);
            return new CompiledType(
                    type,
                    events(type),
                    null,
                    TypeTemplates.NONE,
                    "it cannot be read: " + broken.getClass().getSimpleName());
        }
    }

    @SuppressWarnings("NullAway") // The JSON reader leaves absent record components null.
    private static Map<String, List<CompiledRule>> events(NotificationType type) {
        Map<String, List<CompiledRule>> events = new HashMap<>();
        for (Rule rule : type.rules()) {
            if (rule != null && rule.event() != null) {
                events.put(rule.event(), List.of());
            }
        }
        return events;
    }

    private CompiledType compiled(NotificationType type) {
        List<String> faults = new ArrayList<>();
        Map<String, List<CompiledRule>> byEvent = new HashMap<>();
        for (Rule rule : type.rules()) {
            List<CompiledRule> rulesOfEvent =
                    byEvent.computeIfAbsent(rule.event(), none -> new ArrayList<>());
            CompiledRule compiled = rule(rule, faults);
            if (compiled != null) {
                rulesOfEvent.add(compiled);
            }
        }
        CompiledExpression dedupKey =
                type.dedup() == null ? null : expression(type.dedup().key(), Yield.TEXT, faults);
        TypeTemplates texts = texts(type, faults);
        if (!faults.isEmpty()) {
            log.error("type {} version {} cannot be used: {}", type.key(), type.version(), faults);
        }
        return new CompiledType(
                type, byEvent, dedupKey, texts, faults.isEmpty() ? null : faults.getFirst());
    }

    private @Nullable CompiledRule rule(Rule rule, List<String> faults) {
        CompiledExpression recipients = expression(rule.recipients(), Yield.TEXTS, faults);
        if (recipients == null) {
            return null;
        }
        Map<String, CompiledExpression> data = new LinkedHashMap<>();
        rule.data()
                .forEach((name, source) -> {
                    CompiledExpression compiled = expression(source, Yield.JSON, faults);
                    if (compiled != null) {
                        data.put(name, compiled);
                    }
                });
        return new CompiledRule(
                optional(rule.condition(), Yield.BOOLEAN, faults),
                recipients,
                data,
                optional(rule.actors(), Yield.TEXTS, faults),
                optional(rule.actionUrl(), Yield.TEXT, faults),
                optional(rule.imageUrl(), Yield.TEXT, faults));
    }

    private TypeTemplates texts(NotificationType type, List<String> faults) {
        Channel channel =
                type.templates().containsKey(Channel.IN_APP)
                        ? Channel.IN_APP
                        : type.templates().keySet().stream().findFirst().orElse(Channel.IN_APP);
        Map<String, Template> shown = type.templates().getOrDefault(channel, Map.of());
        Map<String, TypeTemplates.Texts> byLocale = new HashMap<>();
        shown.forEach((locale, template) -> {
            CompiledTemplate title = template(template.title(), Escaping.TEXT, faults);
            if (title != null) {
                byLocale.put(
                        locale,
                        new TypeTemplates.Texts(
                                title,
                                template(template.text(), Escaping.TEXT, faults),
                                template(template.actionUrl(), Escaping.LINK, faults),
                                template(template.imageUrl(), Escaping.LINK, faults)));
            }
        });
        return new TypeTemplates("templates." + channel.key(), byLocale);
    }

    private @Nullable CompiledExpression optional(
            @Nullable String source, Yield yield, List<String> faults) {
        return source == null ? null : expression(source, yield, faults);
    }

    private @Nullable CompiledExpression expression(
            String source, Yield yield, List<String> faults) {
        return switch (rules.compile(source, yield)) {
            case Compilation.Compiled compiled -> compiled.expression();
            case Compilation.Rejected rejected -> {
                faults.add("the expression " + source + " " + rejected.message());
                yield null;
            }
        };
    }

    private @Nullable CompiledTemplate template(
            @Nullable String source, Escaping escaping, List<String> faults) {
        if (source == null) {
            return null;
        }
        return switch (templates.compile(source, escaping)) {
            case dev.carillon.templates.Compilation.Compiled compiled -> compiled.template();
            case dev.carillon.templates.Compilation.Rejected rejected -> {
                faults.add("a template " + rejected.message());
                yield null;
            }
        };
    }
}
