package dev.carillon.digest.run;

import dev.carillon.digest.deferral.Item;
import dev.carillon.digest.reference.Person;
import dev.carillon.events.Channel;
import dev.carillon.events.Notification;
import dev.carillon.events.Reasons;
import dev.carillon.events.rest.StatesAnswer;
import java.time.Instant;
import java.util.Optional;

/// The checks just before delivery: expiry, unsubscribe, seen and erasure. They can only suppress.
final class LastLook {
    private LastLook() {}

    /// The reason to leave the item out; empty when it is sent. A notification that was not asked about
    /// counts as not seen.
    static Optional<String> leaveOut(Item item, Person person, StatesAnswer states, Instant now) {
        Notification notification = item.deferral().notification();
        if (notification == null) {
            return person.gone() ? Optional.of(Reasons.ERASED) : Optional.empty();
        }
        return leaveOut(notification, item.deferral().channel(), person, states, now);
    }

    /// The reason to leave the notification out; empty when it is sent.
    static Optional<String> leaveOut(
            Notification notification,
            Channel channel,
            Person person,
            StatesAnswer states,
            Instant now) {
        Optional<String> refused = person.refuses(notification, channel);
        if (refused.isPresent()) {
            return refused;
        }
        Instant expires = notification.expiresAt();
        if (expires != null && !expires.isAfter(now)) {
            return Optional.of(Reasons.EXPIRED);
        }
        if (states.removed().contains(notification.id())) {
            return Optional.of(Reasons.REMOVED);
        }
        return states.seen().contains(notification.id())
                ? Optional.of(Reasons.SEEN)
                : Optional.empty();
    }
}
