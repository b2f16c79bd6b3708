package dev.carillon.api.preference;

import dev.carillon.api.recipient.Recipients;
import dev.carillon.api.recipient.Recipients.Personal;
import dev.carillon.events.OutgoingRecord;
import dev.carillon.events.Preferences;
import dev.carillon.events.RecipientKey;
import dev.carillon.events.RecordTypes;
import dev.carillon.events.Topics;
import dev.carillon.events.rest.PreferencesDocument;
import dev.carillon.platform.config.CarillonProperties;
import dev.carillon.platform.outbox.TransactionalOutbox;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/// The public access to preferences for other features. Thread-safe.
@Component
public class StoredPreferences {
    private static final int PAGE = 500;

    private final PreferencesRows rows;
    private final Recipients recipients;
    private final TransactionalOutbox outbox;
    private final TransactionOperations transaction;
    private final Clock clock;
    private final String source;

    StoredPreferences(
            PreferencesRows rows,
            Recipients recipients,
            TransactionalOutbox outbox,
            TransactionOperations transaction,
            Clock clock,
            CarillonProperties carillon) {
        this.rows = rows;
        this.recipients = recipients;
        this.outbox = outbox;
        this.transaction = transaction;
        this.clock = clock;
        this.source = carillon.source();
    }

    /// The versions of the preferences of a tenant's recipients. Recipients that never set any are left out.
    public Map<String, Long> versions(String tenant, Collection<String> who) {
        Map<String, Long> versions = new HashMap<>();
        rows.versions(tenant, who).forEach(row -> versions.put((String) row[0], (Long) row[1]));
        return versions;
    }

    /// Passes the current record of every person's preferences to the sink, reading in pages.
    public void forEachCurrent(Consumer<OutgoingRecord> sink) {
        String tenant = "";
        String recipient = "";
        List<PreferencesRow> page;
        do {
            page = rows.after(tenant, recipient, PAGE);
            for (PreferencesRow row : page) {
                Preferences preferences = row.preferences();
                tenant = preferences.tenant();
                recipient = preferences.recipient();
                sink.accept(record(preferences));
            }
        } while (page.size() == PAGE);
    }

    Settings settings(RecipientKey key) {
        return rows.findById(PreferencesId.of(key))
                .map(PreferencesRow::settings)
                .orElse(Settings.NONE);
    }

    /// The stored preferences, in the form that the switch rules use.
    Preferences preferences(RecipientKey key) {
        return rows.findById(PreferencesId.of(key))
                .map(PreferencesRow::preferences)
                .orElseGet(() ->
                        new Preferences(
                                key.tenant(),
                                key.recipient(),
                                0,
                                Map.of(),
                                Map.of(),
                                Map.of(),
                                null,
                                null,
                                false,
                                Instant.EPOCH));
    }

    PreferencesDocument document(RecipientKey key) {
        Settings settings = settings(key);
        Personal personal = recipients.personal(key);
        return new PreferencesDocument(
                settings.channels(),
                settings.categories(),
                settings.types(),
                settings.quietHours(),
                personal.timeZone(),
                personal.locale(),
                settings.digest());
    }

    /// Changes a person's settings under the lock of their row. Joins the caller's transaction if there is one.
    void change(RecipientKey key, UnaryOperator<Settings> change) {
        transaction.executeWithoutResult(status -> {
            Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
            rows.addMissing(key.tenant(), key.recipient(), now);
            PreferencesRow row = rows.lock(PreferencesId.of(key));
            if (row.take(change.apply(row.settings()), now)) {
                outbox.append(List.of(record(row.preferences())));
            }
        });
    }

    private OutgoingRecord record(Preferences preferences) {
        RecipientKey key = new RecipientKey(preferences.tenant(), preferences.recipient());
        return OutgoingRecord.of(
                Topics.PREFERENCES,
                key.toString(),
                RecordTypes.PREFERENCES,
                "preferences:" + key + "@" + preferences.version(),
                source,
                preferences.updatedAt(),
                preferences.tenant(),
                null,
                preferences);
    }
}
