package dev.carillon.api.recipient;

import dev.carillon.events.RecipientKey;
import jakarta.persistence.Embeddable;
import java.io.Serializable;

@Embeddable
record RecipientId(String tenant, String recipient) implements Serializable {
    static RecipientId of(RecipientKey key) {
        return new RecipientId(key.tenant(), key.recipient());
    }
}
