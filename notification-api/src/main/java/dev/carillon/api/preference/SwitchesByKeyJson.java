package dev.carillon.api.preference;

import dev.carillon.events.Channel;
import dev.carillon.events.EventJson;
import dev.carillon.events.Switch;
import jakarta.persistence.AttributeConverter;
import jakarta.persistence.Converter;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import tools.jackson.core.type.TypeReference;

/// Switches by category or type, then channel, as JSON.
@Converter
class SwitchesByKeyJson implements AttributeConverter<Map<String, Map<Channel, Switch>>, String> {
    private static final TypeReference<Map<String, Map<Channel, Switch>>> TYPE =
            new TypeReference<>() {};

    @Override
    public String convertToDatabaseColumn(Map<String, Map<Channel, Switch>> switches) {
        return new String(EventJson.write(switches), StandardCharsets.UTF_8);
    }

    @Override
    public Map<String, Map<Channel, Switch>> convertToEntityAttribute(String json) {
        return EventJson.mapper().readValue(json, TYPE);
    }
}
