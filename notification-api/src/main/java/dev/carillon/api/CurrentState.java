package dev.carillon.api;

import dev.carillon.api.preference.StoredPreferences;
import dev.carillon.api.recipient.Recipients;
import dev.carillon.api.type.Types;
import dev.carillon.events.OutgoingRecord;
import dev.carillon.outbox.CurrentReferences;
import java.util.function.Consumer;
import org.springframework.stereotype.Component;

/// The current record of every key of the reference topics. It is published again after an outbox takeover or a lost
/// replication slot.
@Component
class CurrentState implements CurrentReferences {
    private final Recipients recipients;
    private final StoredPreferences preferences;
    private final Types types;

    CurrentState(Recipients recipients, StoredPreferences preferences, Types types) {
        this.recipients = recipients;
        this.preferences = preferences;
        this.types = types;
    }

    @Override
    public void forEach(Consumer<OutgoingRecord> sink) {
        recipients.forEachCurrent(sink);
        preferences.forEachCurrent(sink);
        types.forEachCurrent(sink);
    }
}
