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

/// The body of `POST /notifications/mark`: rows by id, or everything that stood at a `seq`.
///
/// @param ids 1 to 100
/// @param upto of everything; null with a category means as it is now
/// @param seq that the person saw, for rows by id; null applies to the rows as they are
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
                    "can't stand beside upto or category",
                    "either ids, or upto, category or both");
        } else if (!fields.has("ids") && !fields.has("upto") && !fields.has("category")) {
            fields.refuse(
                    "ids",
                    ErrorCode.MISSING,
                    "or upto or category is missing",
                    "ids for some, upto (the seq of an answer's counts) for all, category for all of one");
        }
        fields.refuseIfFaulty();
        // without an action there was a fault
        return new MarkRequest(java.util.Objects.requireNonNull(action), ids, upto, category, seq);
    }

    /// The ids of a body; null when absent or at fault.
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
                fields.refuse("ids[" + element + "]", ErrorCode.INVALID_ID, "is no id", "a UUID");
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
            fields.refuse(name, ErrorCode.INVALID_SEQ, "is no seq", "a whole number, 0 or more");
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
            fields.refuse("action", ErrorCode.INVALID_VALUE, "is not known", allowed);
        }
        return action;
    }

    private static @Nullable UUID uuid(JsonNode value) {
        try {
            // UUID.fromString takes shorter forms too
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
            fields.refuse(name, ErrorCode.ONLY_FORWARD, "can't be taken back", "true");
        } else if (value != null) {
            actions.add(action);
        }
    }
}
