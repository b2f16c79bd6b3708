package dev.carillon.api.preference;

import dev.carillon.events.RecipientKey;
import jakarta.persistence.Embeddable;
import java.io.Serializable;

@Embeddable
record PreferencesId(String tenant, String recipient) implements Serializable {
    static PreferencesId of(RecipientKey key) {
        return new PreferencesId(key.tenant(), key.recipient());
    }
}
