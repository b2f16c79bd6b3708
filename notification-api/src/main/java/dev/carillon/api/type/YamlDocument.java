package dev.carillon.api.type;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLFactory;
import tools.jackson.dataformat.yaml.YAMLMapper;

/// A YAML file as a JSON object that knows the line of each field. A duplicate key is a fault.
final class YamlDocument {
    private static final YAMLMapper MAPPER =
            YAMLMapper.builder(
                            YAMLFactory.builder()
                                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                                    .build())
                    .build();
    private static final int MAX_DEPTH = 64;

    private final JsonNode root;
    private final Map<String, Integer> lines;

    private YamlDocument(JsonNode root, Map<String, Integer> lines) {
        this.root = root;
        this.lines = lines;
    }

    /// The outcome of reading a file.
    sealed interface Parsed {
        record Document(YamlDocument document) implements Parsed {}

        record Unreadable(FileFault fault) implements Parsed {}
    }

    static Parsed parse(String file, byte[] yaml) {
        try (JsonParser parser = MAPPER.createParser(yaml)) {
            Map<String, Integer> lines = new HashMap<>();
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return unreadable(file, 1, "is not a mapping of keys to values");
            }
            JsonNode root = new Walk(parser, lines).object("", 0);
            if (parser.nextToken() != null) {
                return unreadable(
                        file,
                        parser.currentTokenLocation().getLineNr(),
                        "a file must contain one YAML document, but a second one begins here");
            }
            return new Parsed.Document(new YamlDocument(root, lines));
        } catch (JacksonException e) {
            int line = e.getLocation() == null ? 1 : Math.max(1, e.getLocation().getLineNr());
            return unreadable(file, line, firstLine(e.getOriginalMessage()));
        }
    }

    JsonNode root() {
        return root;
    }

    /// The line of a field, by its path (`rules[0].when`). For a missing field it is the line of the nearest field
    /// around it.
    int lineOf(String path) {
        for (String at = path; !at.isEmpty(); at = parent(at)) {
            Optional<Integer> line = Optional.ofNullable(lines.get(at));
            if (line.isPresent()) {
                return line.get();
            }
        }
        return 1;
    }

    private static String parent(String path) {
        return path.substring(
                0, Math.max(0, Math.max(path.lastIndexOf('.'), path.lastIndexOf('['))));
    }

    private static Parsed unreadable(String file, int line, String reason) {
        return new Parsed.Unreadable(new FileFault(file, line, reason));
    }

    private static String firstLine(String message) {
        return message.lines().findFirst().orElse("is not valid YAML").strip();
    }

    private record Walk(JsonParser parser, Map<String, Integer> lines) {
        JsonNode object(String path, int depth) {
            ObjectNode object = JsonNodeFactory.instance.objectNode();
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                String name = parser.currentName();
                String at = path.isEmpty() ? name : path + "." + name;
                lines.put(at, parser.currentTokenLocation().getLineNr());
                parser.nextToken();
                object.set(name, value(at, depth + 1));
            }
            return object;
        }

        private JsonNode array(String path, int depth) {
            ArrayNode array = JsonNodeFactory.instance.arrayNode();
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                String at = path + "[" + array.size() + "]";
                lines.put(at, parser.currentTokenLocation().getLineNr());
                array.add(value(at, depth + 1));
            }
            return array;
        }

        private JsonNode value(String path, int depth) {
            if (depth > MAX_DEPTH) {
                throw new tools.jackson.core.exc.StreamReadException(
                        parser, "is nested more than " + MAX_DEPTH + " deep");
            }
            return switch (parser.currentToken()) {
                case START_OBJECT -> object(path, depth);
                case START_ARRAY -> array(path, depth);
                case VALUE_STRING -> JsonNodeFactory.instance.stringNode(parser.getString());
                case VALUE_TRUE -> JsonNodeFactory.instance.booleanNode(true);
                case VALUE_FALSE -> JsonNodeFactory.instance.booleanNode(false);
                case VALUE_NUMBER_INT ->
                        JsonNodeFactory.instance.numberNode(parser.getBigIntegerValue());
                case VALUE_NUMBER_FLOAT ->
                        JsonNodeFactory.instance.numberNode(parser.getDoubleValue());
                case null, default -> JsonNodeFactory.instance.nullNode();
            };
        }
    }
}
