package dev.carillon.api.recipient;

import dev.carillon.api.recipient.BulkAnswer.Status;
import dev.carillon.api.web.JsonFields;
import dev.carillon.events.ErrorCode;
import dev.carillon.events.Problem.FieldError;
import dev.carillon.events.Recipient;
import dev.carillon.events.RecipientKey;
import dev.carillon.platform.web.Problems;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;
import tools.jackson.databind.JsonNode;

/// Puts, patches and deletes recipients, one or many.
@Component
class ChangeRecipients {
    static final int BULK_MAX = 1_000;

    private final Recipients recipients;
    private final TransactionOperations transaction;

    ChangeRecipients(Recipients recipients, TransactionOperations transaction) {
        this.recipients = recipients;
        this.transaction = transaction;
    }

    /// A stored recipient, and whether it is new.
    record Written(RecipientAnswer answer, boolean created) {}

    Written put(RecipientKey key, JsonNode body) {
        JsonFields fields = JsonFields.of(body).onlyKnown(RecipientProfile.FIELDS);
        RecipientProfile profile = RecipientProfile.whole(fields);
        fields.refuseIfFaulty();
        return write(key, row -> profile);
    }

    Written patch(RecipientKey key, JsonNode body) {
        JsonFields fields = JsonFields.of(body).onlyKnown(RecipientProfile.FIELDS);
        return write(
                key,
                row -> {
                    if (!row.isPresent()) {
                        throw Problems.notFound("recipient " + key.recipient());
                    }
                    RecipientProfile profile = row.profile().patchedBy(fields);
                    fields.refuseIfFaulty();
                    return profile;
                });
    }

    void delete(RecipientKey key) {
        transaction.executeWithoutResult(status -> {
            if (recipients.versions(key.tenant(), List.of(key.recipient())).isEmpty()) {
                return;
            }
            RecipientRow row = recipients.lock(key);
            if (row.delete(recipients.now())) {
                recipients.publish(List.of(row.recipient()));
            }
        });
    }

    /// Stores the valid items; the answer lists the outcome of each item.
    BulkAnswer bulk(String tenant, JsonNode body, boolean onlyNew) {
        List<JsonNode> elements = elements(body);
        BulkAnswer.Item[] answers = new BulkAnswer.Item[elements.size()];
        Map<String, Element> accepted = new LinkedHashMap<>();
        for (int i = 0; i < answers.length; i++) {
            Element element = Element.read(i, elements.get(i));
            List<FieldError> faults = new ArrayList<>(element.faults);
            if (element.recipient != null && accepted.containsKey(element.recipient)) {
                faults.add(
                        new FieldError(
                                "recipients[" + i + "].recipient",
                                ErrorCode.REPEATED,
                                "'" + element.recipient + "' appears more than once in this call",
                                "each recipient once"));
            }
            if (faults.isEmpty() && element.recipient != null) {
                accepted.put(element.recipient, element);
            } else {
                answers[i] =
                        new BulkAnswer.Item(i, element.recipient, Status.REFUSED, null, faults);
            }
        }
        if (!accepted.isEmpty()) {
            transaction.executeWithoutResult(
                    status -> writeAll(tenant, accepted, onlyNew, answers));
        }
        return new BulkAnswer(List.of(answers));
    }

    private void writeAll(
            String tenant,
            Map<String, Element> accepted,
            boolean onlyNew,
            BulkAnswer.Item[] answers) {
        List<Recipient> changed = new ArrayList<>();
        for (RecipientRow row : recipients.lock(tenant, accepted.keySet())) {
            Element element = Optional.ofNullable(accepted.get(row.id().recipient())).orElseThrow();
            boolean present = row.isPresent();
            Status status = Status.KEPT;
            if (!present || !onlyNew) {
                boolean differs = row.take(element.profile, recipients.now());
                status = !present ? Status.CREATED : differs ? Status.UPDATED : Status.UNCHANGED;
                if (differs) {
                    changed.add(row.recipient());
                }
            }
            answers[element.index] =
                    new BulkAnswer.Item(
                            element.index,
                            element.recipient,
                            status,
                            row.recipient().version(),
                            null);
        }
        recipients.publish(changed);
    }

    private Written write(RecipientKey key, Function<RecipientRow, RecipientProfile> change) {
        return transaction.execute(status -> {
            RecipientRow row = recipients.lock(key);
            boolean created = !row.isPresent();
            if (row.take(change.apply(row), recipients.now())) {
                recipients.publish(List.of(row.recipient()));
            }
            return new Written(row.answer(), created);
        });
    }

    private static List<JsonNode> elements(JsonNode body) {
        JsonFields fields = JsonFields.of(body).onlyKnown("recipients");
        List<JsonNode> elements = fields.list("recipients");
        if (fields.raw("recipients") == null
                || (elements != null && (elements.isEmpty() || elements.size() > BULK_MAX))) {
            fields.refuse(
                    "recipients",
                    ErrorCode.INVALID_SIZE,
                    elements == null ? "is missing" : "has " + elements.size() + " items",
                    "a list of 1 to " + BULK_MAX + " recipients");
        }
        fields.refuseIfFaulty();
        return elements == null ? List.of() : elements;
    }

    private record Element(
            int index,
            @Nullable String recipient,
            RecipientProfile profile,
            List<FieldError> faults) {
        private static final String[] ITEM_FIELDS =
                Stream.concat(Stream.of("recipient"), Arrays.stream(RecipientProfile.FIELDS))
                        .toArray(String[]::new);

        private static boolean isOfRecipient(FieldError fault) {
            return fault.field().endsWith("].recipient");
        }

        static Element read(int index, JsonNode node) {
            JsonFields fields = JsonFields.ofElement("recipients[" + index + "]", node);
            fields.onlyKnown(ITEM_FIELDS);
            String recipient = fields.text("recipient", 128);
            if (node.isObject() && (recipient == null || !RecipientKey.isRecipient(recipient))) {
                if (fields.faults().stream().noneMatch(Element::isOfRecipient)) {
                    fields.refuse(
                            "recipient",
                            ErrorCode.INVALID_RECIPIENT,
                            recipient == null ? "is missing" : "is not a valid recipient id",
                            RecipientKey.RECIPIENT_ALLOWED);
                }
                recipient = null;
            }
            RecipientProfile profile = RecipientProfile.whole(fields);
            return new Element(index, recipient, profile, fields.faults());
        }
    }
}
