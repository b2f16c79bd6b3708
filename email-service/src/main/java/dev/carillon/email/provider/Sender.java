package dev.carillon.email.provider;

import dev.carillon.events.BidiText;
import dev.carillon.events.MailAddress;

/// The sender of an email, or the recipient of replies: an address, with or without a name.
///
/// @param name empty when there is none
public record Sender(String name, MailAddress address) {
    /// A direction mark in the name ends with the name, because email programs show other text beside it.
    public Sender {
        name = BidiText.closed(name);
    }

    /// Parses `mail@example.com` or `Product <mail@example.com>`; the name may be quoted.
    ///
    /// @throws IllegalArgumentException when the text has neither form; the message names the fault
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

    /// In the form of an email header.
    String header() {
        return name.isEmpty()
                ? address.wire()
                : HeaderText.phrase(name) + " <" + address.wire() + ">";
    }

    /// In the form for JSON, where the provider encodes the name.
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
