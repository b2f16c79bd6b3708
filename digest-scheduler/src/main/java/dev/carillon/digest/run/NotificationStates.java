package dev.carillon.digest.run;

import dev.carillon.events.rest.StatesAnswer;
import java.util.Collection;
import java.util.UUID;

/// Asks notification-api what was seen or removed in the meantime.
interface NotificationStates {
    /// Returns which ids are known as seen or removed, for any tenant. An id in neither set is sent.
    ///
    /// @throws NoAnswerException when notification-api does not answer; the caller waits and asks again
    StatesAnswer of(Collection<UUID> ids) throws NoAnswerException;

    /// notification-api gave no usable answer.
    final class NoAnswerException extends Exception {
        NoAnswerException(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
