package dev.carillon.chaos;

import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Something that the model does not allow.
///
/// @param what one of: row, mail, digest item, frame, counter, mark, quota, dead letter, decision
/// @param subject the person and the object
/// @param notification the notification whose timeline tells more; null when there is none
record Finding(Kind kind, String what, String subject, @Nullable UUID notification) {
    enum Kind {
        LOST,
        DUPLICATE,
        WRONG,
        UNEXPLAINED;

        String title() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// Kind and object. Findings are counted and listed by this title.
    String title() {
        return kind.title() + " " + what;
    }
}
