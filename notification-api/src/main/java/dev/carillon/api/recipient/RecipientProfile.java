package dev.carillon.api.recipient;

import dev.carillon.api.web.JsonFields;
import dev.carillon.events.ErrorCode;
import dev.carillon.events.EventJson;
import dev.carillon.events.MailAddress;
import dev.carillon.links.LinkCheck;
import dev.carillon.links.Links;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// The profile of a recipient, as callers send it.
record RecipientProfile(
        @Nullable String name,
        @Nullable String email,
        @Nullable String phone,
        @Nullable String locale,
        @Nullable String timeZone,
        @Nullable String avatar,
        Map<String, Object> attributes) {
    private static final int ADDRESS_MAX = 254;
    private static final int ATTRIBUTES_MAX_BYTES = 32 * 1024;
    private static final Pattern PHONE = Pattern.compile("\\+[0-9]{4,15}");

    /// The names of its fields.
    static final String[] FIELDS = {
        "name", "email", "phone", "locale", "time_zone", "avatar", "attributes"
    };

    static final RecipientProfile EMPTY =
            new RecipientProfile(null, null, null, null, null, null, Map.of());

    /// The body of a PUT: an absent field is empty.
    static RecipientProfile whole(JsonFields fields) {
        return merged(fields, EMPTY, true);
    }

    /// The body of a PATCH: a present field replaces the old value, null clears it, an absent field stays.
    RecipientProfile patchedBy(JsonFields fields) {
        return merged(fields, this, false);
    }

    /// The same person with another time zone and locale.
    RecipientProfile withTimeZoneAndLocale(@Nullable String zone, @Nullable String language) {
        return new RecipientProfile(name, email, phone, language, zone, avatar, attributes);
    }

    private static RecipientProfile merged(
            JsonFields fields, RecipientProfile before, boolean whole) {
        BiFunction<String, @Nullable String, @Nullable String> text =
                (field, old) -> whole || fields.has(field) ? checked(fields, field) : old;
        return new RecipientProfile(
                text.apply("name", before.name),
                text.apply("email", before.email),
                text.apply("phone", before.phone),
                text.apply("locale", before.locale),
                text.apply("time_zone", before.timeZone),
                text.apply("avatar", before.avatar),
                whole || fields.has("attributes") ? attributes(fields) : before.attributes);
    }

    private static @Nullable String checked(JsonFields fields, String field) {
        return switch (field) {
            case "email" -> mailAddress(fields, field);
            case "phone" ->
                    matching(
                            fields,
                            field,
                            16,
                            PHONE,
                            ErrorCode.INVALID_PHONE,
                            "E.164, such as +41441234567");
            case "locale" -> PersonalFields.locale(fields, field);
            case "time_zone" -> PersonalFields.timeZone(fields, field);
            case "avatar" -> webAddress(fields, field);
            default -> fields.line(field, 255);
        };
    }

    /// Kept as it was written; [MailAddress] makes the form that is sent. An empty text is a fault, it does not mean
    /// "no address".
    private static @Nullable String mailAddress(JsonFields fields, String field) {
        JsonNode value = fields.raw(field);
        if (value == null || !value.isString()) {
            return fields.text(field, ADDRESS_MAX);
        }
        String text = value.stringValue();
        return switch (MailAddress.read(text)) {
            case MailAddress.Reading.Valid _ -> text;
            case MailAddress.Reading.Fault fault -> {
                fields.refuse(field, ErrorCode.INVALID_EMAIL, fault.message(), MailAddress.ALLOWED);
                yield null;
            }
        };
    }

    private static @Nullable String matching(
            JsonFields fields,
            String field,
            int maximum,
            Pattern pattern,
            ErrorCode code,
            String allowed) {
        String text = fields.text(field, maximum);
        if (text == null || pattern.matcher(text).matches()) {
            return text;
        }
        fields.refuse(
                field, code, "has the invalid value '" + JsonFields.shortened(text) + "'", allowed);
        return null;
    }

    /// In its normal form, as every link.
    private static @Nullable String webAddress(JsonFields fields, String field) {
        String text = fields.text(field, Links.LONGEST_INPUT);
        if (text == null) {
            return null;
        }
        return switch (Links.check(text)) {
            case LinkCheck.Accepted(String url) when !url.startsWith("/") -> url;
            case LinkCheck.Accepted _ -> refused(fields, field, text, false, "is a path");
            case LinkCheck.Refused(boolean tooLong, String reason) ->
                    refused(fields, field, text, tooLong, reason);
        };
    }

    private static @Nullable String refused(
            JsonFields fields, String field, String text, boolean tooLong, String reason) {
        fields.refuse(
                field,
                tooLong ? ErrorCode.TOO_LONG : ErrorCode.INVALID_URL,
                "is '" + JsonFields.shortened(text) + "', which " + reason,
                "an http or https URL of at most " + Links.LONGEST + " characters");
        return null;
    }

    private static Map<String, Object> attributes(JsonFields fields) {
        Map<String, Object> attributes = fields.map("attributes");
        if (attributes == null) {
            return Map.of();
        }
        int bytes = EventJson.write(attributes).length;
        if (bytes > ATTRIBUTES_MAX_BYTES) {
            fields.refuse(
                    "attributes",
                    ErrorCode.TOO_LARGE,
                    "has " + bytes + " bytes as JSON",
                    "at most " + ATTRIBUTES_MAX_BYTES + " bytes");
        }
        return attributes;
    }
}
