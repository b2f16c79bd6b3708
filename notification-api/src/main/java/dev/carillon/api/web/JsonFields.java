package dev.carillon.api.web;

import dev.carillon.events.Channel;
import dev.carillon.events.ErrorCode;
import dev.carillon.events.EventJson;
import dev.carillon.events.JsonNumbers;
import dev.carillon.events.OneLine;
import dev.carillon.events.Problem.FieldError;
import dev.carillon.events.Rfc3339;
import dev.carillon.events.Switch;
import dev.carillon.events.UnsuitableNumberException;
import dev.carillon.platform.json.JsonFault;
import dev.carillon.platform.web.Problems;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Reads a JSON object field by field and collects every fault, so that one answer lists them all. A faulty field reads
/// as absent. [#onlyKnown] refuses unknown fields. Not thread-safe.
public final class JsonFields {
    private static final Set<String> MODES = Set.of("immediate", "digest");

    private final String path;
    private final JsonNode object;
    private final List<FieldError> faults;

    private JsonFields(String path, JsonNode object, List<FieldError> faults) {
        this.path = path;
        this.object = object;
        this.faults = faults;
    }

    /// The fields of a body.
    ///
    /// @throws dev.carillon.platform.web.ProblemException 400 when the body is not a JSON object
    public static JsonFields of(JsonNode body) {
        if (!body.isObject()) {
            throw Problems.badRequest(
                    ErrorCode.INVALID_VALUE,
                    "body",
                    "The body is " + kind(body) + ", not a JSON object",
                    "a JSON object");
        }
        return new JsonFields("", body, new ArrayList<>());
    }

    /// The fields of one element of a list. Faults carry the element's path, and only this object holds them.
    public static JsonFields ofElement(String path, JsonNode element) {
        JsonFields fields = new JsonFields(path, element, new ArrayList<>());
        if (!element.isObject()) {
            fields.faults.add(wrongKind(path, element, "a JSON object"));
        }
        return fields;
    }

    /// Refuses every unknown field, and suggests the nearest known one.
    public JsonFields onlyKnown(String... known) {
        onlyKnown("is not a field of this body", Set.of(known));
        return this;
    }

    /// @param message text after the field's name
    public void onlyKnown(String message, Set<String> known) {
        for (String name : names()) {
            if (!known.contains(name)) {
                String shown = shortened(name);
                String meant =
                        Nearest.to(shown, known)
                                .map(nearest -> "; did you mean '" + nearest + "'?")
                                .orElse("");
                refuse(
                        shown,
                        ErrorCode.UNKNOWN_FIELD,
                        message + meant,
                        "one of " + String.join(", ", new TreeSet<>(known)));
            }
        }
    }

    /// Whether the field is present; its value may be null.
    public boolean has(String name) {
        return object.has(name);
    }

    /// The names of the fields that are present, in order.
    public List<String> names() {
        return List.copyOf(object.propertyNames());
    }

    /// The raw value; null if it is absent or JSON null.
    public @Nullable JsonNode raw(String name) {
        JsonNode value = object.get(name);
        return value == null || value.isNull() ? null : value;
    }

    /// A text of at most `maximum` characters. Of control characters, only line ends and tabs are allowed.
    public @Nullable String text(String name, int maximum) {
        JsonNode value = raw(name);
        if (value == null) {
            return null;
        }
        String allowed = "a text of at most " + maximum + " characters";
        if (!value.isString()) {
            refuse(wrongKind(pathOf(name), value, allowed));
            return null;
        }
        String text = value.stringValue();
        if (text.length() > maximum) {
            refuse(name, ErrorCode.TOO_LONG, "has " + text.length() + " characters", allowed);
            return null;
        }
        if (text.chars().anyMatch(c -> Character.isISOControl(c) && "\n\r\t".indexOf(c) < 0)) {
            refuse(
                    name,
                    ErrorCode.INVALID_TEXT,
                    "contains control characters",
                    allowed + ", printable");
            return null;
        }
        if (!StorableText.isStorable(text)) {
            refuse(name, ErrorCode.INVALID_TEXT, "contains half of a surrogate pair", allowed);
            return null;
        }
        return text;
    }

    /// A name, a title or a label: a text that is put on one line ([OneLine]).
    public @Nullable String line(String name, int maximum) {
        String text = text(name, maximum);
        return text == null ? null : OneLine.of(text);
    }

    /// `true` or `false`.
    public @Nullable Boolean flag(String name) {
        JsonNode value = raw(name);
        if (value != null && !value.isBoolean()) {
            refuse(wrongKind(pathOf(name), value, "true or false"));
            return null;
        }
        return value == null ? null : value.booleanValue();
    }

    /// One of the lower-case names of an enum.
    public <E extends Enum<E>> @Nullable E oneOf(String name, Class<E> type) {
        JsonNode value = raw(name);
        return value == null ? null : element(pathOf(name), value, Set.of(type.getEnumConstants()));
    }

    /// A list of lower-case names of an enum, each among those offered.
    public <E extends Enum<E>> @Nullable Set<E> someOf(String name, Set<E> offered) {
        List<JsonNode> values = list(name);
        if (values == null) {
            return null;
        }
        Set<E> found = new java.util.LinkedHashSet<>();
        for (int i = 0; i < values.size(); i++) {
            E one = element(pathOf(name) + "[" + i + "]", values.get(i), offered);
            if (one != null) {
                found.add(one);
            }
        }
        return found;
    }

    private <E extends Enum<E>> @Nullable E element(String at, JsonNode value, Set<E> offered) {
        if (value.isString()) {
            for (E one : offered) {
                if (one.name().toLowerCase(Locale.ROOT).equals(value.stringValue())) {
                    return one;
                }
            }
        }
        String allowed =
                offered.stream()
                        .sorted()
                        .map(one -> one.name().toLowerCase(Locale.ROOT))
                        .collect(Collectors.joining(", "));
        refuse(
                value.isString()
                        ? new FieldError(
                                at,
                                ErrorCode.INVALID_VALUE,
                                at
                                        + " is '"
                                        + shortened(value.stringValue())
                                        + "', which is unknown",
                                "one of " + allowed)
                        : wrongKind(at, value, "one of " + allowed));
        return null;
    }

    /// An RFC 3339 instant with a zone offset, in the years 1970 to 9999.
    public @Nullable Instant instant(String name) {
        JsonNode value = raw(name);
        if (value == null) {
            return null;
        }
        String allowed = Instants.ALLOWED + ", such as 2026-11-21T10:00:00Z";
        if (!value.isString()) {
            refuse(wrongKind(pathOf(name), value, allowed));
            return null;
        }
        try {
            Instant instant = Rfc3339.parse(value.stringValue());
            if (Instants.isAllowed(instant)) {
                return instant;
            }
        } catch (DateTimeParseException unreadable) {
            // reported below
        }
        refuse(
                name,
                ErrorCode.INVALID_INSTANT,
                "is '" + shortened(value.stringValue()) + "', not " + Instants.ALLOWED,
                allowed);
        return null;
    }

    /// A JSON object as a map. Every text and name in it can be stored.
    public @Nullable Map<String, Object> map(String name) {
        JsonNode value = raw(name);
        if (value == null) {
            return null;
        }
        if (!value.isObject()) {
            refuse(wrongKind(pathOf(name), value, "a JSON object"));
            return null;
        }
        Optional<String> fault = StorableText.faultWithin(pathOf(name), value);
        if (fault.isPresent()) {
            refuse(
                    new FieldError(
                            fault.get(),
                            ErrorCode.INVALID_TEXT,
                            fault.get() + " contains U+0000 or half of a surrogate pair",
                            "texts without either"));
            return null;
        }
        try {
            Map<String, Object> map = new LinkedHashMap<>();
            plain(value).forEach((key, element) -> map.put((String) key, element));
            return map;
        } catch (UnsuitableNumberException unsuitable) {
            JsonFault number = JsonFault.of(unsuitable);
            String at = pathOf(name) + "." + number.field();
            refuse(
                    new FieldError(
                            at,
                            number.code(),
                            at + " is not " + JsonNumbers.ALLOWED,
                            number.allowed()));
            return null;
        }
    }

    /// The elements of a list.
    public @Nullable List<JsonNode> list(String name) {
        JsonNode value = raw(name);
        if (value == null) {
            return null;
        }
        if (!value.isArray()) {
            refuse(wrongKind(pathOf(name), value, "a list"));
            return null;
        }
        return List.copyOf(value.values());
    }

    /// Reads an object within this one and collects its faults here, with their path. Null if it is absent or not an
    /// object.
    public <T> @Nullable T object(String name, Function<JsonFields, @Nullable T> reader) {
        JsonNode value = raw(name);
        if (value == null) {
            return null;
        }
        if (value.isObject()) {
            return reader.apply(new JsonFields(pathOf(name), value, faults));
        }
        refuse(wrongKind(pathOf(name), value, "an object"));
        return null;
    }

    /// Reads each object of a list and collects their faults here, with their path.
    public void objects(String name, Consumer<JsonFields> reader) {
        List<JsonNode> elements = list(name);
        for (int i = 0; elements != null && i < elements.size(); i++) {
            String at = pathOf(name) + "[" + i + "]";
            if (elements.get(i).isObject()) {
                reader.accept(new JsonFields(at, elements.get(i), faults));
            } else {
                refuse(wrongKind(at, elements.get(i), "an object"));
            }
        }
    }

    /// Switches by channel. A channel with null is ignored.
    public @Nullable Map<Channel, Switch> switches(String name, Set<Channel> offered) {
        return object(name, fields -> fields.switches(offered));
    }

    /// The fields of this object as switches by channel.
    public Map<Channel, Switch> switches(Set<Channel> offered) {
        Map<Channel, Switch> switches = new EnumMap<>(Channel.class);
        for (String name : names()) {
            Optional<Channel> channel = channel(name, offered);
            JsonNode value = raw(name);
            if (channel.isPresent() && value != null) {
                Switch read = switchOf(channel.get(), name, value);
                if (read != null) {
                    switches.put(channel.get(), read);
                }
            }
        }
        return switches;
    }

    /// The channel with the field's name, if it is among those offered.
    public Optional<Channel> channel(String name, Set<Channel> offered) {
        Optional<Channel> found =
                offered.stream().filter(channel -> channel.key().equals(name)).findFirst();
        if (found.isEmpty()) {
            refuse(
                    name,
                    ErrorCode.UNKNOWN_CHANNEL,
                    "is not a known channel",
                    "one of "
                            + offered.stream()
                                    .map(Channel::key)
                                    .sorted()
                                    .collect(Collectors.joining(", ")));
        }
        return found;
    }

    private @Nullable Switch switchOf(Channel channel, String name, JsonNode value) {
        boolean mail = channel == Channel.EMAIL;
        if (value.isBoolean()
                || (mail && value.isString() && MODES.contains(value.stringValue()))) {
            return Switch.of(value.isBoolean() ? value.booleanValue() : value.stringValue());
        }
        refuse(
                name,
                ErrorCode.INVALID_SWITCH,
                "is not a valid switch of this channel",
                mail ? "true, false, \"immediate\" or \"digest\"" : "true or false");
        return null;
    }

    /// Adds a fault of a field.
    ///
    /// @param message what is wrong, as text after the field's name
    /// @param allowed what would be right
    public void refuse(String name, ErrorCode code, String message, @Nullable String allowed) {
        refuse(new FieldError(pathOf(name), code, pathOf(name) + " " + message, allowed));
    }

    /// Adds a fault.
    public void refuse(FieldError fault) {
        faults.add(
                new FieldError(
                        StorableText.wellFormed(fault.field()),
                        fault.code(),
                        StorableText.wellFormed(fault.message()),
                        fault.allowed()));
    }

    /// The faults so far.
    public List<FieldError> faults() {
        return List.copyOf(faults);
    }

    /// @throws dev.carillon.platform.web.ProblemException 422 with every fault, when there are any
    public void refuseIfFaulty() {
        if (!faults.isEmpty()) {
            throw Problems.unprocessable(List.copyOf(faults));
        }
    }

    /// The path of this object.
    public String path() {
        return path;
    }

    /// The path of a field, as errors name it.
    public String pathOf(String name) {
        return path.isEmpty() ? name : path + "." + name;
    }

    /// Shortens a caller's text so that an answer may repeat it.
    public static String shortened(String text) {
        return text.length() <= 60 ? text : text.substring(0, 59) + "…";
    }

    /// An object as maps, lists, texts, exact numbers and booleans.
    private static Map<?, ?> plain(JsonNode object) {
        return (Map<?, ?>) EventJson.mapper().treeToValue(object, Object.class);
    }

    private static FieldError wrongKind(String at, JsonNode value, String allowed) {
        return new FieldError(
                at,
                ErrorCode.INVALID_VALUE,
                at + " is " + kind(value) + ", not " + allowed,
                allowed);
    }

    private static String kind(JsonNode value) {
        return Stream.of(
                        Map.entry(value.isObject(), "an object"),
                        Map.entry(value.isArray(), "a list"),
                        Map.entry(value.isString(), "a text"),
                        Map.entry(value.isNumber(), "a number"),
                        Map.entry(value.isBoolean(), "a boolean"),
                        Map.entry(value.isNull(), "null"))
                .filter(Map.Entry::getKey)
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse("nothing");
    }
}
