package dev.carillon.api.type;

import dev.carillon.api.web.JsonFields;
import dev.carillon.events.Category;
import dev.carillon.events.ErrorCode;
import dev.carillon.events.Problem.FieldError;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Reads `categories.yaml`: `categories: [{key, label, order, icon, channels}]`.
final class CategoriesFile {
    static final Pattern KEY = Pattern.compile("[a-z][a-z0-9_-]{0,63}");
    static final String KEY_ALLOWED =
            "1 to 64 characters of [a-z0-9_-], the first a lower-case letter";
    private static final Set<String> KEYS = Set.of("key", "label", "order", "icon", "channels");

    private CategoriesFile() {}

    /// The categories by key; every fault is added to the list.
    static Map<String, Category> read(String file, YamlDocument document, List<FileFault> faults) {
        JsonFields fields = JsonFields.ofElement("", document.root());
        FileFields.onlyKnown(fields, Set.of("categories"));
        List<JsonNode> elements = fields.list("categories");
        Map<String, Category> categories = new LinkedHashMap<>();
        List<FieldError> errors = new ArrayList<>(fields.faults());
        for (int i = 0; elements != null && i < elements.size(); i++) {
            JsonFields element = JsonFields.ofElement("categories[" + i + "]", elements.get(i));
            Category category = category(element, i);
            if (category != null && categories.putIfAbsent(category.key(), category) != null) {
                element.refuse(
                        "key", ErrorCode.REPEATED, "appears twice in this file", "each key once");
            }
            errors.addAll(element.faults());
        }
        for (FieldError error : errors) {
            faults.add(new FileFault(file, document.lineOf(error.field()), TypeFile.reason(error)));
        }
        return categories;
    }

    private static @Nullable Category category(JsonFields fields, int position) {
        FileFields.onlyKnown(fields, KEYS);
        String key = FileFields.required(fields, "key", 64);
        if (!key.isEmpty() && !KEY.matcher(key).matches()) {
            fields.refuse(
                    "key",
                    ErrorCode.INVALID_KEY,
                    "has the invalid value '" + key + "'",
                    KEY_ALLOWED);
        }
        Labels label = Labels.read(fields, "label");
        JsonNode order = fields.raw("order");
        if (order != null && !order.isIntegralNumber()) {
            fields.refuse(
                    "order", ErrorCode.INVALID_VALUE, "is not a whole number", "a whole number");
        }
        var channels = fields.switches("channels", TypeFile.CHANNELS);
        return fields.faults().isEmpty()
                ? new Category(
                        key,
                        label.fallback(),
                        order == null ? position : order.intValue(),
                        fields.text("icon", 64),
                        channels == null ? Map.of() : channels,
                        label.byLocale())
                : null;
    }
}
