package dev.carillon.api.inbox;

import dev.carillon.api.web.JsonFields;
import dev.carillon.events.ErrorCode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// The body of `POST /notifications/mark`: either rows by id, or every row up to a `seq`.
///
/// @param ids 1 to 100
/// @param upto every row up to this `seq`; null with a category means every row that exists now
/// @param seq for rows by id: the `seq` that the person saw; null applies to the rows as they are
record MarkRequest(
        RowAction action,
        @Nullable Set<UUID> ids,
        @Nullable Long upto,
        @Nullable String category,
        @Nullable Long seq) {
    static final int MOST = 100;

    private static final String ALLOWED_IDS = "1 to " + MOST + " ids of notifications";
    private static final int LONGEST_KEY = 128;

    /// @throws dev.carillon.platform.web.ProblemException 400 or 422 that names every fault
    static MarkRequest of(JsonNode body) {
        JsonFields fields =
                JsonFields.of(body).onlyKnown("action", "ids", "upto", "category", "seq");
        RowAction action = action(fields);
        Set<UUID> ids = ids(fields, MOST, ALLOWED_IDS);
        Long upto = number(fields, "upto");
        String category = fields.text("category", LONGEST_KEY);
        Long seq = number(fields, "seq");
        if (fields.has("ids") && (fields.has("upto") || fields.has("category"))) {
            fields.refuse(
                    "ids",
                    ErrorCode.AMBIGUOUS,
                    "can't be combined with upto or category",
                    "either ids, or upto, category or both");
        } else if (!fields.has("ids") && !fields.has("upto") && !fields.has("category")) {
            fields.refuse(
                    "ids",
                    ErrorCode.MISSING,
                    "or upto or category is missing",
                    "ids for some, upto (the seq of an answer's counts) for all, category for all of one");
        }
        fields.refuseIfFaulty();
        // action is null only if there was a fault
        return new MarkRequest(java.util.Objects.requireNonNull(action), ids, upto, category, seq);
    }

    /// The ids of a body; null when absent or not valid.
    static @Nullable Set<UUID> ids(JsonFields fields, int most, String allowed) {
        List<JsonNode> listed = fields.list("ids");
        if (listed == null) {
            return null;
        }
        if (listed.isEmpty() || listed.size() > most) {
            fields.refuse(
                    "ids", ErrorCode.INVALID_SIZE, "has " + listed.size() + " elements", allowed);
            return null;
        }
        Set<UUID> ids = new LinkedHashSet<>();
        for (int element = 0; element < listed.size(); element++) {
            UUID id = uuid(listed.get(element));
            if (id == null) {
                fields.refuse(
                        "ids[" + element + "]",
                        ErrorCode.INVALID_ID,
                        "is not a valid id",
                        "a UUID");
            } else {
                ids.add(id);
            }
        }
        return ids;
    }

    static @Nullable Long number(JsonFields fields, String name) {
        JsonNode value = fields.raw(name);
        if (value == null) {
            return null;
        }
        if (!value.isIntegralNumber() || !value.canConvertToLong() || value.longValue() < 0) {
            fields.refuse(
                    name, ErrorCode.INVALID_SEQ, "is not a valid seq", "a whole number, 0 or more");
            return null;
        }
        return value.longValue();
    }

    private static @Nullable RowAction action(JsonFields fields) {
        String allowed = "one of " + RowAction.MARKS;
        JsonNode value = fields.raw("action");
        if (value == null) {
            fields.refuse("action", ErrorCode.MISSING, "is missing", allowed);
            return null;
        }
        RowAction action =
                value.isString() ? RowAction.ofMark(value.stringValue()).orElse(null) : null;
        if (action == null) {
            fields.refuse("action", ErrorCode.INVALID_VALUE, "has an unknown value", allowed);
        }
        return action;
    }

    private static @Nullable UUID uuid(JsonNode value) {
        try {
            // UUID.fromString also accepts shorter forms
            return value.isString() && value.stringValue().length() == 36
                    ? UUID.fromString(value.stringValue())
                    : null;
        } catch (IllegalArgumentException unreadable) {
            return null;
        }
    }

    /// The body of `PATCH /notifications/{id}` as actions, in the order in which they apply.
    static List<RowAction> patch(JsonFields fields) {
        List<RowAction> actions = new ArrayList<>();
        onlyTrue(fields, "seen", RowAction.SEEN, actions);
        onlyTrue(fields, "clicked", RowAction.CLICKED, actions);
        Boolean read = fields.flag("read");
        if (read != null) {
            actions.add(read ? RowAction.READ : RowAction.UNREAD);
        }
        Boolean archived = fields.flag("archived");
        if (archived != null) {
            actions.add(archived ? RowAction.ARCHIVE : RowAction.UNARCHIVE);
        }
        if (actions.isEmpty() && fields.faults().isEmpty()) {
            fields.refuse(
                    "read",
                    ErrorCode.MISSING,
                    "or seen, clicked or archived is missing",
                    "at least one of seen, read, clicked, archived");
        }
        return actions;
    }

    private static void onlyTrue(
            JsonFields fields, String name, RowAction action, List<RowAction> actions) {
        Boolean value = fields.flag(name);
        if (Boolean.FALSE.equals(value)) {
            fields.refuse(name, ErrorCode.ONLY_FORWARD, "can't be undone", "true");
        } else if (value != null) {
            actions.add(action);
        }
    }
}
