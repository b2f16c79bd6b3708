package dev.carillon.chaos;

import java.util.Locale;

/// One thing that is not as the model allows.
///
/// @param what in a word: row, mail, digest item, frame, counter, click, dead letter, decision
/// @param subject whose and which
record Finding(Kind kind, String what, String subject) {
    enum Kind {
        LOST,
        DUPLICATE,
        WRONG,
        UNEXPLAINED;

        String title() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    static Finding lost(String what, Object subject) {
        return new Finding(Kind.LOST, what, subject.toString());
    }

    static Finding duplicate(String what, Object subject) {
        return new Finding(Kind.DUPLICATE, what, subject.toString());
    }

    static Finding wrong(String what, Object subject) {
        return new Finding(Kind.WRONG, what, subject.toString());
    }

    static Finding unexplained(String what, Object subject) {
        return new Finding(Kind.UNEXPLAINED, what, subject.toString());
    }
}
