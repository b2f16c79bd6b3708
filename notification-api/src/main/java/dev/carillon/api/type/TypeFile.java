package dev.carillon.api.type;

import dev.carillon.api.web.JsonFields;
import dev.carillon.events.Category;
import dev.carillon.events.Channel;
import dev.carillon.events.ErrorCode;
import dev.carillon.events.Level;
import dev.carillon.events.Notification;
import dev.carillon.events.NotificationType;
import dev.carillon.events.NotificationType.Dedup;
import dev.carillon.events.NotificationType.Rule;
import dev.carillon.events.NotificationType.Template;
import dev.carillon.events.Priority;
import dev.carillon.events.Problem.FieldError;
import dev.carillon.events.Switch;
import dev.carillon.rules.Yield;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Reads the file of one notification type, and compiles every expression and template in it.
final class TypeFile {
    /// All channels.
    static final Set<Channel> CHANNELS =
            Collections.unmodifiableSet(EnumSet.of(Channel.IN_APP, Channel.EMAIL));

    private static final Pattern KEY = Pattern.compile("[a-z][a-z0-9-]{0,63}");
    private static final Pattern VARIABLE = Pattern.compile("[A-Za-z][A-Za-z0-9_]{0,63}");
    private static final Set<String> KEYS =
            Set.of(
                    "key",
                    "label",
                    "category",
                    "priority",
                    "level",
                    "critical",
                    "notify_actor",
                    "channels",
                    "dedup",
                    "expires_after",
                    "rules",
                    "data_schema",
                    "templates");
    private static final Set<String> RULE_KEYS =
            Set.of("event", "when", "recipients", "actors", "data", "action_url", "image_url");
    private static final Set<String> TEMPLATE_KEYS =
            Set.of("title", "text", "action_url", "image_url", "button");
    private static final int TEMPLATE_CHARS = 16_384;
    private static final int EXPRESSION_CHARS = 4_096;

    private final String tenant;
    private final Map<String, Category> categories;
    private final TypeCompiler compiler;

    TypeFile(String tenant, Map<String, Category> categories, TypeCompiler compiler) {
        this.tenant = tenant;
        this.categories = categories;
        this.compiler = compiler;
    }

    /// The type with version 0; null if there is a fault. Every fault is added to the list.
    @Nullable NotificationType read(String file, YamlDocument document, List<FileFault> faults) {
        JsonFields fields = JsonFields.ofElement("", document.root());
        NotificationType type = type(fields);
        for (FieldError error : fields.faults()) {
            faults.add(new FileFault(file, document.lineOf(error.field()), reason(error)));
        }
        return fields.faults().isEmpty() ? type : null;
    }

    static String reason(FieldError error) {
        return error.allowed() == null
                ? error.message()
                : error.message() + " (allowed: " + error.allowed() + ")";
    }

    private NotificationType type(JsonFields fields) {
        FileFields.onlyKnown(fields, KEYS);
        String category = category(fields);
        return new NotificationType(
                tenant,
                key(fields),
                0,
                fields.line("label", 100),
                category,
                Optional.ofNullable(fields.oneOf("priority", Priority.class))
                        .orElse(Priority.MEDIUM),
                Optional.ofNullable(fields.oneOf("level", Level.class)).orElse(Level.INFO),
                Boolean.TRUE.equals(fields.flag("critical")),
                Boolean.TRUE.equals(fields.flag("notify_actor")),
                channels(fields, category),
                dedup(fields),
                FileFields.duration(fields, "expires_after"),
                dataSchema(fields),
                rules(fields),
                templates(fields),
                false);
    }

    private static String key(JsonFields fields) {
        String key = FileFields.required(fields, "key", 64);
        if (!key.isEmpty() && (!KEY.matcher(key).matches() || key.equals(Notification.AD_HOC))) {
            fields.refuse(
                    "key",
                    ErrorCode.INVALID_KEY,
                    "has the invalid value '" + key + "'",
                    "1 to 64 characters of [a-z0-9-], the first a lower-case letter, not 'ad-hoc'");
        }
        return key;
    }

    private String category(JsonFields fields) {
        String category = fields.text("category", 64);
        if (category == null || category.equals(Notification.OTHER)) {
            return Notification.OTHER;
        }
        if (!categories.containsKey(category)) {
            fields.refuse(
                    "category",
                    ErrorCode.UNKNOWN_CATEGORY,
                    "is '" + category + "', which categories.yaml does not declare",
                    "one of " + String.join(", ", categories.keySet()) + ", other");
        }
        return category;
    }

    /// The channels of the file; without any, those of its category; without any there, all channels are on.
    private Map<Channel, Switch> channels(JsonFields fields, String category) {
        Map<Channel, Switch> channels = fields.switches("channels", CHANNELS);
        if (channels != null) {
            return channels;
        }
        Category declared = categories.get(category);
        return declared == null || declared.channels().isEmpty()
                ? Map.of(Channel.IN_APP, Switch.ON, Channel.EMAIL, Switch.ON)
                : declared.channels();
    }

    private @Nullable Dedup dedup(JsonFields fields) {
        return fields.object(
                "dedup",
                dedup -> {
                    FileFields.onlyKnown(dedup, Set.of("key", "window"));
                    String key = expression(dedup, "key", Yield.TEXT, true);
                    Duration window = FileFields.duration(dedup, "window");
                    if (window == null && dedup.raw("window") == null) {
                        dedup.refuse(
                                "window", ErrorCode.MISSING, "is missing", "a duration: PT10M");
                    }
                    return new Dedup(
                            key == null ? "" : key, window == null ? Duration.ZERO : window);
                });
    }

    private @Nullable Map<String, Object> dataSchema(JsonFields fields) {
        Map<String, Object> schema = fields.map("data_schema");
        if (schema == null || schema.isEmpty()) {
            return null;
        }
        compiler.schemaFault(schema)
                .ifPresent(fault ->
                        fields.refuse(
                                "data_schema", ErrorCode.INVALID_SCHEMA, fault, "a JSON Schema"));
        return schema;
    }

    private List<Rule> rules(JsonFields fields) {
        List<Rule> rules = new ArrayList<>();
        fields.objects("rules", rule -> rules.add(rule(rule)));
        return rules;
    }

    private Rule rule(JsonFields rule) {
        FileFields.onlyKnown(rule, RULE_KEYS);
        Map<String, String> data = new LinkedHashMap<>();
        rule.object(
                "data",
                picks -> {
                    for (String name : picks.names()) {
                        if (!VARIABLE.matcher(name).matches()) {
                            picks.refuse(
                                    name,
                                    ErrorCode.INVALID_NAME,
                                    "is not a valid variable name",
                                    "letters, digits and _, the first a letter");
                        }
                        String expression = expression(picks, name, Yield.JSON, true);
                        data.put(name, expression == null ? "" : expression);
                    }
                    return picks;
                });
        String recipients = expression(rule, "recipients", Yield.TEXTS, true);
        return new Rule(
                FileFields.required(rule, "event", 255),
                expression(rule, "when", Yield.BOOLEAN, false),
                recipients == null ? "" : recipients,
                data,
                expression(rule, "actors", Yield.TEXTS, false),
                expression(rule, "action_url", Yield.TEXT, false),
                expression(rule, "image_url", Yield.TEXT, false));
    }

    private @Nullable String expression(
            JsonFields fields, String name, Yield yield, boolean required) {
        JsonNode raw = fields.raw(name);
        if (raw != null && (raw.isBoolean() || raw.isNumber())) {
            // YAML reads `when: true` as a boolean, but it is a valid CEL expression
            return raw.asString();
        }
        String expression =
                required
                        ? FileFields.required(fields, name, EXPRESSION_CHARS)
                        : fields.text(name, EXPRESSION_CHARS);
        if (expression != null && !expression.isBlank()) {
            compiler.expressionFault(expression, yield)
                    .ifPresent(fault ->
                            fields.refuse(
                                    name,
                                    ErrorCode.INVALID_EXPRESSION,
                                    fault,
                                    "CEL that yields " + yield.words()));
        }
        return expression;
    }

    private Map<Channel, Map<String, Template>> templates(JsonFields fields) {
        Map<Channel, Map<String, Template>> templates = new LinkedHashMap<>();
        fields.object(
                "templates",
                byChannel -> {
                    for (String name : byChannel.names()) {
                        byChannel
                                .channel(name, CHANNELS)
                                .ifPresent(channel ->
                                        templates.put(channel, translations(byChannel, name)));
                    }
                    return byChannel;
                });
        Map<String, Template> inApp = templates.get(Channel.IN_APP);
        if (fields.raw("templates") == null || inApp == null || !inApp.containsKey("en")) {
            fields.refuse(
                    "templates",
                    ErrorCode.MISSING,
                    "lacks in_app.en, which every other channel and locale falls back to",
                    "templates: { in_app: { en: { title: … } } }");
        }
        templates.forEach((channel, translations) -> {
            if (channel != Channel.IN_APP && !translations.containsKey("en")) {
                fields.refuse(
                        "templates." + channel.key(),
                        ErrorCode.MISSING,
                        "lacks en, which every other locale falls back to",
                        "en: { title: … }");
            }
        });
        return templates;
    }

    private Map<String, Template> translations(JsonFields channels, String channel) {
        Map<String, Template> translations = new LinkedHashMap<>();
        channels.object(
                channel,
                locales -> {
                    for (String locale : locales.names()) {
                        if (!compiler.isLocale(locale)) {
                            locales.refuse(
                                    locale,
                                    ErrorCode.INVALID_LOCALE,
                                    "is not a language tag",
                                    "en or de-CH");
                        }
                        locales.object(
                                locale, fields -> translations.put(locale, template(fields)));
                    }
                    return locales;
                });
        return translations;
    }

    private Template template(JsonFields fields) {
        FileFields.onlyKnown(fields, TEMPLATE_KEYS);
        FileFields.required(fields, "title", TEMPLATE_CHARS);
        String title = template(fields, "title");
        return new Template(
                title == null ? "" : title,
                template(fields, "text"),
                template(fields, "action_url"),
                template(fields, "image_url"),
                template(fields, "button"));
    }

    private @Nullable String template(JsonFields fields, String name) {
        JsonNode raw = fields.raw(name);
        String template = raw != null && raw.isString() ? raw.stringValue() : null;
        if (template == null) {
            return name.equals("title") ? null : fields.text(name, TEMPLATE_CHARS);
        }
        compiler.templateFault(template)
                .ifPresent(fault ->
                        fields.refuse(name, ErrorCode.INVALID_TEMPLATE, fault, "a template"));
        return template;
    }
}
