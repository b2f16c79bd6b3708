package dev.carillon.events;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.Map;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.cfg.DateTimeFeature;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;

/// The JSON format of topics, REST and sockets: snake_case, RFC 3339 instants with milliseconds, lower-case enums,
/// nulls left out, unknown fields ignored, numbers exact ([JsonNumbers]) and written as plain decimals. Thread-safe.
public final class EventJson {
    private static final JsonMapper MAPPER = configure(JsonMapper.builder()).build();
    private static final TypeReference<Map<String, Object>> OBJECT = new TypeReference<>() {};

    private EventJson() {}

    /// The shared mapper.
    public static JsonMapper mapper() {
        return MAPPER;
    }

    /// Configures a builder for the same format, for mappers that a framework creates.
    public static JsonMapper.Builder configure(JsonMapper.Builder builder) {
        return builder.addModule(
                        new SimpleModule("carillon")
                                .addDeserializer(Instant.class, new Rfc3339.Deserializer())
                                .addSerializer(Instant.class, new Rfc3339.Serializer())
                                .addDeserializer(Object.class, new UntypedValue())
                                .addDeserializer(JsonNode.class, trees()))
                // the same for values that are read as trees
                .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
                .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
                .enable(EnumFeature.WRITE_ENUMS_TO_LOWERCASE)
                .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
                .disable(DateTimeFeature.WRITE_DATES_AS_TIMESTAMPS)
                .disable(DateTimeFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                .changeDefaultPropertyInclusion(
                        inclusion -> inclusion.withValueInclusion(JsonInclude.Include.NON_NULL));
    }

    @SuppressWarnings("unchecked") // it only reads trees
    private static ValueDeserializer<JsonNode> trees() {
        return (ValueDeserializer<JsonNode>) (ValueDeserializer<?>) new TreeValue();
    }

    /// The value as UTF-8 JSON.
    public static byte[] write(Object value) {
        return MAPPER.writeValueAsBytes(value);
    }

    /// Reads a record.
    ///
    /// @throws tools.jackson.core.JacksonException when it is not JSON or does not fit the type
    public static <T> T read(byte[] json, Class<T> type) {
        return MAPPER.readValue(json, type);
    }

    /// Reads any JSON object as a map.
    @SuppressWarnings("unchecked") // the names of an object are texts
    public static Map<String, Object> readObject(byte[] json) {
        return MAPPER.readValue(json, Object.class) instanceof Map<?, ?> object
                ? (Map<String, Object>) object
                : MAPPER.readValue(json, OBJECT); // throws an exception that names the actual type
    }
}
