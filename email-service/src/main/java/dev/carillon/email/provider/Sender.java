package dev.carillon.email.provider;

import dev.carillon.events.MailAddress;

/// Who a mail is from, or who gets the answer: an address, with or without a name.
///
/// @param name empty without one
public record Sender(String name, MailAddress address) {
    /// Reads `mail@example.com` or `Product <mail@example.com>`; the name may stand in quotes.
    ///
    /// @throws IllegalArgumentException when it is neither; the message says what is wrong
    public static Sender of(String text) {
        String whole = text.strip();
        int open = whole.endsWith(">") ? whole.lastIndexOf('<') : -1;
        String name = open < 0 ? "" : unquoted(whole.substring(0, open).strip());
        String address = open < 0 ? whole : whole.substring(open + 1, whole.length() - 1);
        if (name.codePoints().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("the name has control characters");
        }
        return switch (MailAddress.read(address)) {
            case MailAddress.Reading.Valid valid -> new Sender(name, valid.address());
            case MailAddress.Reading.Fault fault ->
                    throw new IllegalArgumentException("the address " + fault.message());
        };
    }

    /// As a mail header writes it.
    String header() {
        return name.isEmpty()
                ? address.wire()
                : HeaderText.phrase(name) + " <" + address.wire() + ">";
    }

    /// As JSON writes it, where the provider encodes the name.
    String unencoded() {
        return name.isEmpty() ? address.wire() : quoted(name) + " <" + address.wire() + ">";
    }

    private static String quoted(String name) {
        return name.contains("=?") || name.chars().anyMatch(c -> "()<>@,;:\\\".[]".indexOf(c) >= 0)
                ? '"' + name.replaceAll("[\\\\\"]", "\\\\$0") + '"'
                : name;
    }

    private static String unquoted(String name) {
        return name.length() > 1 && name.startsWith("\"") && name.endsWith("\"")
                ? name.substring(1, name.length() - 1).replaceAll("\\\\(.)", "$1")
                : name;
    }
}
