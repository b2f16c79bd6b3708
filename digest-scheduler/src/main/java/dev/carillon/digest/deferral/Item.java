package dev.carillon.digest.deferral;

import dev.carillon.events.Channel;
import dev.carillon.events.Deferral;
import dev.carillon.events.RecipientKey;
import java.util.UUID;

/// A stored deferral.
///
/// @param single sent alone at its `notBefore`, instead of in the next digest
public record Item(Deferral deferral, boolean single) {
    /// The key of an item.
    public record Key(RecipientKey recipient, UUID id, int generation, Channel channel) {}

    public Key key() {
        return new Key(
                deferral.recipientKey(), deferral.id(), deferral.generation(), deferral.channel());
    }
}
