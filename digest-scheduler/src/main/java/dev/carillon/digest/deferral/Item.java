package dev.carillon.digest.deferral;

import dev.carillon.events.Channel;
import dev.carillon.events.Deferral;
import dev.carillon.events.RecipientKey;
import java.util.UUID;

/// A stored deferral.
///
/// @param single released by itself at its `notBefore`, rather than in the next digest
public record Item(Deferral deferral, boolean single) {
    /// What identifies it.
    public record Key(RecipientKey recipient, UUID id, int generation, Channel channel) {}

    /// What identifies it.
    public Key key() {
        return new Key(
                deferral.recipientKey(), deferral.id(), deferral.generation(), deferral.channel());
    }
}
