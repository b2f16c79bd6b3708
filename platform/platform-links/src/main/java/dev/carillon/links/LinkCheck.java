package dev.carillon.links;

/// The result of checking a link.
public sealed interface LinkCheck {
    /// A link that every browser can open.
    ///
    /// @param url in its normal form: ASCII, 2,048 characters at most
    record Accepted(String url) implements LinkCheck {}

    /// A link that a notification may not contain.
    ///
    /// @param tooLong whether its length is the only fault
    /// @param reason completes "the link …", such as "has no host"
    record Refused(boolean tooLong, String reason) implements LinkCheck {
        Refused(String reason) {
            this(false, reason);
        }
    }
}
