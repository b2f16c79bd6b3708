package dev.carillon.api.recipient;

import dev.carillon.events.EventJson;
import jakarta.persistence.AttributeConverter;
import jakarta.persistence.Converter;
import java.nio.charset.StandardCharsets;
import java.util.Map;

@Converter
class AttributesJson implements AttributeConverter<Map<String, Object>, String> {
    @Override
    public String convertToDatabaseColumn(Map<String, Object> attributes) {
        return new String(EventJson.write(attributes), StandardCharsets.UTF_8);
    }

    @Override
    public Map<String, Object> convertToEntityAttribute(String json) {
        return EventJson.readObject(json.getBytes(StandardCharsets.UTF_8));
    }
}
