package dev.carillon.digest.run;

import dev.carillon.events.rest.StatesAnswer;
import java.util.Collection;
import java.util.UUID;

/// Asks notification-api what was seen or removed meanwhile.
interface NotificationStates {
    /// What is positively known of the ids, whatever their tenant; an id in neither set is to be sent.
    ///
    /// @throws NoAnswerException when it did not answer; the caller waits and asks again
    StatesAnswer of(Collection<UUID> ids) throws NoAnswerException;

    /// notification-api gave no answer that could be used.
    final class NoAnswerException extends Exception {
        NoAnswerException(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
