package dev.carillon.events;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/// Stable codes: why a channel was sent, deferred or suppressed, and the outcome of a mail. Each has a meaning in plain
/// words, which timeline texts, `./carillon why` and docs/reference/reasons.md share.
public final class Reasons {
    public static final String IMMEDIATE = "immediate";
    public static final String CRITICAL = "critical";
    public static final String URGENT = "urgent";
    public static final String DIGEST = "digest";
    public static final String QUIET_HOURS = "quiet_hours";
    public static final String RELEASED = "released";
    public static final String ERASED = "erased";
    public static final String UNKNOWN_TYPE = "unknown_type";
    public static final String EXPIRED = "expired";

    /// The recipient is one of the actors, and the type does not set `notify_actor`.
    public static final String OWN_ACTION = "own_action";

    public static final String DUPLICATE = "duplicate";
    public static final String MUTED = "muted";
    public static final String CHANNEL_OFF = "channel_off";
    public static final String DIGEST_NEVER = "digest_never";
    public static final String NOT_IN_TYPE = "not_in_type";
    public static final String NOT_REQUESTED = "not_requested";
    public static final String THROTTLED = "throttled";
    public static final String UNSUBSCRIBED = "unsubscribed";
    public static final String SEEN = "seen";
    public static final String REMOVED = "removed";
    public static final String CANCELLED = "cancelled";
    public static final String QUOTA = "quota";
    public static final String NO_ADDRESS = "no_address";
    public static final String SUPPRESSED_ADDRESS = "suppressed_address";
    public static final String FAILED = "failed";
    public static final String UNKNOWN = "unknown";

    /// In `details.reason` of a mail: which limit refused it.
    public static final String QUOTA_HOUR = "hour";

    public static final String QUOTA_DAY = "day";
    public static final String PROVIDER_QUOTA = "provider_quota";

    /// Why a mail was not sent, or why its outcome is unknown.
    public static final String PROVIDER_REFUSED = "provider_refused";

    public static final String INVALID_ADDRESS = "invalid_address";
    public static final String NON_ASCII_ADDRESS = "non_ascii_address";
    public static final String ATTEMPTS_EXHAUSTED = "attempts_exhausted";
    public static final String RENDER_FAILED = "render_failed";
    public static final String KEY_EXPIRED = "key_expired";
    public static final String ACCOUNT_CHANGED = "account_changed";
    public static final String INTERRUPTED = "interrupted";

    private static final Map<String, String> MEANINGS = meanings();

    private Reasons() {}

    /// The meaning, such as `the recipient was erased`; an unknown code is returned unchanged.
    public static String meaning(String code) {
        return MEANINGS.getOrDefault(code, code.replace('_', ' '));
    }

    /// Every code with its meaning, in the order of the reference page.
    public static Map<String, String> meanings() {
        Map<String, String> words = new LinkedHashMap<>();
        words.put(IMMEDIATE, "sent at once");
        words.put(CRITICAL, "the type is critical: preferences and quiet hours do not apply");
        words.put(URGENT, "the priority is urgent: digests and quiet hours do not apply");
        words.put(DIGEST, "collected for the recipient's next digest");
        words.put(QUIET_HOURS, "the recipient has quiet hours");
        words.put(RELEASED, "it was due and was sent as a single email");
        words.put(ERASED, "the recipient was erased");
        words.put(UNKNOWN_TYPE, "the notification type does not exist");
        words.put(EXPIRED, "it has expired");
        words.put(OWN_ACTION, "the recipient caused the event");
        words.put(DUPLICATE, "it repeats an earlier notification");
        words.put(MUTED, "turned off in the recipient's preferences for this type or category");
        words.put(
                CHANNEL_OFF,
                "the channel is turned off: for everything by the recipient, or by the type");
        words.put(DIGEST_NEVER, "it belongs in a digest, and the recipient's digests are off");
        words.put(NOT_IN_TYPE, "the notification type does not use this channel");
        words.put(NOT_REQUESTED, "the sender left this channel out");
        words.put(THROTTLED, "too many notifications of this type in a short time");
        words.put(UNSUBSCRIBED, "turned off in the recipient's preferences after it was deferred");
        words.put(SEEN, "the recipient had already seen it in the inbox");
        words.put(REMOVED, "it had already been removed from the inbox");
        words.put(CANCELLED, "the recipient removed it from the digest");
        words.put(QUOTA, "a limit on emails was reached");
        words.put(NO_ADDRESS, "no email address is known");
        words.put(SUPPRESSED_ADDRESS, "the address is on the suppression list");
        words.put(FAILED, "it failed; a dead letter contains the details");
        words.put(UNKNOWN, "it is not known whether the email was accepted");
        words.put(QUOTA_HOUR, "the limit of emails to one recipient in an hour was reached");
        words.put(QUOTA_DAY, "the account's quota of emails for this UTC day is used up");
        words.put(PROVIDER_QUOTA, "the email provider's own quota is used up");
        words.put(PROVIDER_REFUSED, "the email provider rejected it permanently");
        words.put(INVALID_ADDRESS, "no email can be sent to the recipient's address");
        words.put(
                NON_ASCII_ADDRESS,
                "the address has non-ASCII characters before the @, which the email provider does not accept");
        words.put(ATTEMPTS_EXHAUSTED, "every attempt to send it failed");
        words.put(RENDER_FAILED, "the template could not be rendered");
        words.put(
                KEY_EXPIRED,
                "the provider no longer recognises a repeated email, so another attempt could send it twice");
        words.put(
                ACCOUNT_CHANGED,
                "the email account that started to send it is no longer configured");
        words.put(INTERRUPTED, "sending was interrupted after it had started");
        return Collections.unmodifiableMap(words);
    }
}
