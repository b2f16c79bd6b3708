package dev.carillon.api.preference;

import dev.carillon.api.recipient.Recipients;
import dev.carillon.api.type.TypeCatalogue;
import dev.carillon.api.type.Types;
import dev.carillon.api.web.JsonFields;
import dev.carillon.events.RecipientKey;
import dev.carillon.events.rest.PreferencesDocument;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;
import tools.jackson.databind.JsonNode;

/// Replaces a person's preferences as a whole, or changes one type or category of them.
@Component
class ChangePreferences {
    private final StoredPreferences preferences;
    private final Recipients recipients;
    private final Types types;
    private final TransactionOperations transaction;

    ChangePreferences(
            StoredPreferences preferences,
            Recipients recipients,
            Types types,
            TransactionOperations transaction) {
        this.preferences = preferences;
        this.recipients = recipients;
        this.types = types;
        this.transaction = transaction;
    }

    PreferencesDocument put(RecipientKey key, JsonNode body) {
        JsonFields fields = JsonFields.of(body);
        TypeCatalogue catalogue = types.current(key.tenant());
        return transaction.execute(status -> {
            preferences.change(
                    key,
                    before -> {
                        Settings settings = new PreferencesBody(catalogue, before).whole(fields);
                        if (PreferencesBody.saysPersonal(fields)) {
                            recipients.changePersonal(
                                    key, personal -> PreferencesBody.personal(fields, personal));
                        }
                        fields.refuseIfFaulty();
                        return settings;
                    });
            return preferences.document(key);
        });
    }

    PreferencesDocument patchType(RecipientKey key, String type, JsonNode body) {
        JsonFields fields = JsonFields.ofElement("types." + type, body);
        TypeCatalogue catalogue = types.current(key.tenant());
        return transaction.execute(status -> {
            preferences.change(
                    key,
                    before -> {
                        var switches =
                                new PreferencesBody(catalogue, before).patchedType(type, fields);
                        fields.refuseIfFaulty();
                        return before.withType(type, switches);
                    });
            return preferences.document(key);
        });
    }

    PreferencesDocument patchCategory(RecipientKey key, String category, JsonNode body) {
        JsonFields fields = JsonFields.ofElement("categories." + category, body);
        TypeCatalogue catalogue = types.current(key.tenant());
        return transaction.execute(status -> {
            preferences.change(
                    key,
                    before -> {
                        var switches =
                                new PreferencesBody(catalogue, before)
                                        .patchedCategory(category, fields);
                        fields.refuseIfFaulty();
                        return before.withCategory(category, switches);
                    });
            return preferences.document(key);
        });
    }
}
