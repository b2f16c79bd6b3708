package dev.carillon.chaos;

import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// One thing that is not as the model allows.
///
/// @param what in a word: row, mail, digest item, frame, counter, mark, quota, dead letter, decision
/// @param subject whose and which
/// @param notification whose timeline tells more; null where there is none
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

    /// Kind and what: by this findings are counted and listed.
    String title() {
        return kind.title() + " " + what;
    }
}
