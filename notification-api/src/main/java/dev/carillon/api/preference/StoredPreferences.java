package dev.carillon.api.preference;

import dev.carillon.api.recipient.Recipients;
import dev.carillon.api.recipient.Recipients.Personal;
import dev.carillon.api.type.TypeCatalogue;
import dev.carillon.api.type.Types;
import dev.carillon.events.Channel;
import dev.carillon.events.OutgoingRecord;
import dev.carillon.events.Preferences;
import dev.carillon.events.RecipientKey;
import dev.carillon.events.RecordTypes;
import dev.carillon.events.Switch;
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
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/// What other features know of preferences. Thread-safe.
@Component
public class StoredPreferences {
    private static final int PAGE = 500;

    private final PreferencesRows rows;
    private final Recipients recipients;
    private final Types types;
    private final TransactionalOutbox outbox;
    private final TransactionOperations transaction;
    private final Clock clock;
    private final String source;

    StoredPreferences(
            PreferencesRows rows,
            Recipients recipients,
            Types types,
            TransactionalOutbox outbox,
            TransactionOperations transaction,
            Clock clock,
            CarillonProperties carillon) {
        this.rows = rows;
        this.recipients = recipients;
        this.types = types;
        this.outbox = outbox;
        this.transaction = transaction;
        this.clock = clock;
        this.source = carillon.source();
    }

    /// The version of each of a tenant's recipients that ever set preferences.
    public Map<String, Long> versions(String tenant, Collection<String> who) {
        Map<String, Long> versions = new HashMap<>();
        rows.versions(tenant, who).forEach(row -> versions.put((String) row[0], (Long) row[1]));
        return versions;
    }

    /// Switches off a person's mail of a category, or all mail for null: what they had set for single types of it gives
    /// way. Critical types are sent still.
    public void unsubscribe(RecipientKey key, @Nullable String category) {
        TypeCatalogue catalogue = types.current(key.tenant());
        change(
                key,
                before ->
                        category == null
                                ? before.withChannels(
                                        Settings.with(before.channels(), Channel.EMAIL, Switch.OFF))
                                : categoryMail(catalogue, before, category, false));
    }

    /// Whether a person gets mail of a category, critical types aside.
    public boolean mails(RecipientKey key, String category) {
        return mails(settings(key), category);
    }

    /// Switches a person's mail of categories on or off, as one change; those that stand so already are left as they are. Those
    /// to switch on come first: where all mail was off, the first takes that back, and each that stays off needs its own switch.
    public void setCategoryMail(RecipientKey key, Map<String, Boolean> byCategory) {
        TypeCatalogue catalogue = types.current(key.tenant());
        change(
                key,
                before -> {
                    Settings settings = before;
                    for (boolean on : new boolean[] {true, false}) {
                        for (Map.Entry<String, Boolean> wish : byCategory.entrySet()) {
                            if (wish.getValue() == on && mails(settings, wish.getKey()) != on) {
                                settings = categoryMail(catalogue, settings, wish.getKey(), on);
                            }
                        }
                    }
                    return settings;
                });
    }

    /// Hands over the record of everyone's preferences as they are now, read in pages.
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

    /// What is stored, as the rules of switches read it.
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

    /// Changes a person's settings under the lock of their row; in the caller's transaction where there is one.
    void change(RecipientKey key, UnaryOperator<Settings> change) {
        transaction.executeWithoutResult(status -> {
            Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
            rows.addMissing(key.tenant(), key.recipient(), now);
            PreferencesRow row = rows.lock(PreferencesId.of(key));
            if (row.take(change.apply(row.settings()), now)) {
                outbox.append(List.of(record(row.preferences())));
            }
        });
    }

    private static boolean mails(Settings settings, String category) {
        Switch all = settings.channels().get(Channel.EMAIL);
        Switch own = settings.categories().getOrDefault(category, Map.of()).get(Channel.EMAIL);
        return (all == null || all.on()) && (own == null || own.on());
    }

    private static Settings categoryMail(
            TypeCatalogue catalogue, Settings before, String category, boolean on) {
        Map<Channel, Switch> own = before.categories().getOrDefault(category, Map.of());
        Settings settings =
                before.withCategory(
                        category,
                        on
                                ? Settings.without(own, Channel.EMAIL)
                                : Settings.with(own, Channel.EMAIL, Switch.OFF));
        if (on) {
            Switch all = before.channels().get(Channel.EMAIL);
            return all == null || all.on()
                    ? settings
                    : settings.withChannels(Settings.without(before.channels(), Channel.EMAIL));
        }
        for (Map.Entry<String, Map<Channel, Switch>> type : before.types().entrySet()) {
            boolean within =
                    catalogue
                            .type(type.getKey())
                            .filter(known -> known.category().equals(category))
                            .isPresent();
            if (within) {
                settings =
                        settings.withType(
                                type.getKey(), Settings.without(type.getValue(), Channel.EMAIL));
            }
        }
        return settings;
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
