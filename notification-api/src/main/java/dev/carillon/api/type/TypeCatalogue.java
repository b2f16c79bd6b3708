package dev.carillon.api.type;

import dev.carillon.api.web.Nearest;
import dev.carillon.events.Category;
import dev.carillon.events.Channel;
import dev.carillon.events.ErrorCode;
import dev.carillon.events.Notification;
import dev.carillon.events.NotificationType;
import dev.carillon.events.Problem.FieldError;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The types and categories of a tenant at one moment. Immutable.
///
/// @param types by key, in order of key, without withdrawn ones
/// @param categories in their order, with `other`
public record TypeCatalogue(
        long version, Map<String, NotificationType> types, List<Category> categories) {
    /// All channels.
    public static final Set<Channel> CHANNELS = TypeFile.CHANNELS;

    public TypeCatalogue {
        types = java.util.Collections.unmodifiableMap(new java.util.TreeMap<>(types));
        categories = withOther(categories);
    }

    /// The type; empty if it is unknown or withdrawn.
    public Optional<NotificationType> type(String key) {
        return Optional.ofNullable(types.get(key));
    }

    /// Whether the category exists.
    public boolean hasCategory(String key) {
        return categories.stream().anyMatch(category -> category.key().equals(key));
    }

    /// The error for an unknown type.
    public FieldError unknownType(String field, String key) {
        return unknown(field, ErrorCode.UNKNOWN_TYPE, "type", key, types.keySet());
    }

    /// The error for an unknown category.
    public FieldError unknownCategory(String field, String key) {
        return unknown(
                field,
                ErrorCode.UNKNOWN_CATEGORY,
                "category",
                key,
                categories.stream().map(Category::key).toList());
    }

    private static FieldError unknown(
            String field,
            ErrorCode code,
            String what,
            String key,
            java.util.Collection<String> known) {
        String shown = dev.carillon.api.web.JsonFields.shortened(key);
        String meant =
                Nearest.to(shown, known)
                        .map(nearest -> "; did you mean '" + nearest + "'?")
                        .orElse("");
        String allowed =
                known.isEmpty()
                        ? "none, because none is declared yet"
                        : "one of "
                                + String.join(", ", known.stream().limit(50).toList())
                                + (known.size() > 50 ? ", …" : "");
        return new FieldError(
                field, code, "there is no " + what + " '" + shown + "'" + meant, allowed);
    }

    private static List<Category> withOther(List<Category> declared) {
        List<Category> all = new ArrayList<>(declared);
        if (declared.stream().noneMatch(one -> one.key().equals(Notification.OTHER))) {
            int last = declared.stream().mapToInt(Category::order).max().orElse(0);
            all.add(Category.other(last + 1));
        }
        return List.copyOf(all);
    }
}
