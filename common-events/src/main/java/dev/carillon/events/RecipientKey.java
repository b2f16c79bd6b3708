package dev.carillon.events;

import java.util.Optional;

/// (tenant, recipient): the scope of record keys, counters and `seq` everywhere.
///
/// @param tenant 1–64 of `[a-z0-9-]`, the first a letter or digit; the default is `default`
/// @param recipient 1–128 of `[A-Za-z0-9._:@-]`, the first a letter or digit
public record RecipientKey(String tenant, String recipient) implements Comparable<RecipientKey> {
    /// The tenant when none is given.
    public static final String DEFAULT_TENANT = "default";

    /// The form of a recipient id, as errors describe it.
    public static final String RECIPIENT_ALLOWED =
            "1 to 128 characters of [A-Za-z0-9._:@-], the first a letter or digit";

    /// The form of a tenant, as errors describe it.
    public static final String TENANT_ALLOWED =
            "1 to 64 characters of [a-z0-9-], the first a letter or digit";

    private static final int LONGEST_RECIPIENT = 128;
    private static final int LONGEST_TENANT = 64;

    /// @throws IllegalArgumentException when either part is not valid; the message says what is allowed
    public RecipientKey {
        if (!isTenant(tenant)) {
            throw new IllegalArgumentException("tenant must be " + TENANT_ALLOWED);
        }
        if (!isRecipient(recipient)) {
            throw new IllegalArgumentException("recipient must be " + RECIPIENT_ALLOWED);
        }
    }

    /// Whether the text is a valid recipient id.
    public static boolean isRecipient(String text) {
        if (text.isEmpty() || text.length() > LONGEST_RECIPIENT || !startsId(text.charAt(0))) {
            return false;
        }
        for (int i = 1; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!startsId(c) && c != '.' && c != '_' && c != ':' && c != '@' && c != '-') {
                return false;
            }
        }
        return true;
    }

    private static boolean startsId(char c) {
        return startsTenant(c) || (c >= 'A' && c <= 'Z');
    }

    /// Whether the text is a valid tenant.
    public static boolean isTenant(String text) {
        if (text.isEmpty() || text.length() > LONGEST_TENANT || !startsTenant(text.charAt(0))) {
            return false;
        }
        for (int i = 1; i < text.length(); i++) {
            if (!startsTenant(text.charAt(i)) && text.charAt(i) != '-') {
                return false;
            }
        }
        return true;
    }

    private static boolean startsTenant(char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    }

    /// Reads what [#toString()] wrote.
    ///
    /// @throws IllegalArgumentException when the text is not `tenant/recipient`
    public static RecipientKey parse(String text) {
        int slash = text.indexOf('/');
        if (slash < 0) {
            throw new IllegalArgumentException("a recipient key must be tenant/recipient");
        }
        return new RecipientKey(text.substring(0, slash), text.substring(slash + 1));
    }

    /// The key in the text; empty if it is not a valid key.
    public static Optional<RecipientKey> find(String text) {
        int slash = text.indexOf('/');
        if (slash < 0
                || !isTenant(text.substring(0, slash))
                || !isRecipient(text.substring(slash + 1))) {
            return Optional.empty();
        }
        return Optional.of(new RecipientKey(text.substring(0, slash), text.substring(slash + 1)));
    }

    /// By tenant, then recipient: the order in which writers of several recipients lock.
    @Override
    public int compareTo(RecipientKey other) {
        int byTenant = tenant.compareTo(other.tenant);
        return byTenant != 0 ? byTenant : recipient.compareTo(other.recipient);
    }

    /// `tenant/recipient`, the key of every Kafka record of a recipient.
    @Override
    public String toString() {
        return tenant + "/" + recipient;
    }
}
