package dev.carillon.events;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/// Stages of the timeline. Each has a meaning in plain words, which docs/reference/reasons.md lists.
public final class Stages {
    /// A request was committed.
    public static final String ACCEPTED = "accepted";

    /// The decision, with every channel in it.
    public static final String DECIDED = "decided";

    /// No type has a rule for the event, or every condition was false.
    public static final String NO_MATCH = "no_match";

    /// A rule matched but yielded no recipient.
    public static final String NO_RECIPIENT = "no_recipient";

    /// Failed permanently, with a dead letter.
    public static final String FAILED = "failed";

    /// Stored in the inbox.
    public static final String STORED = "stored";

    /// Written to a connected client for the first time.
    public static final String DELIVERED = "delivered";

    /// Waits for a digest or the end of quiet hours.
    public static final String DEFERRED = "deferred";

    /// Included in a digest.
    public static final String DIGESTED = "digested";

    /// Left out of the digest at its due time.
    public static final String LEFT_OUT = "left_out";

    /// Accepted by a mail provider.
    public static final String MAILED = "mailed";

    /// The quota refused it for now.
    public static final String QUOTA_REFUSED = "quota_refused";

    /// Not mailed for a reason that is not an error: no address, suppressed, unsubscribed.
    public static final String NOT_MAILED = "not_mailed";

    /// It is unknown whether the provider accepted it.
    public static final String UNKNOWN = "unknown";

    public static final String SEEN = "seen";
    public static final String READ = "read";
    public static final String CLICKED = "clicked";
    public static final String DELETED = "deleted";
    public static final String EXPIRED = "expired";

    /// A dead letter was sent to its original topic again.
    public static final String REQUEUED = "requeued";

    public static final String DISCARDED = "discarded";

    private static final Map<String, String> MEANINGS = meanings();

    private Stages() {}

    /// The meaning, such as `placed in the inbox`; an unknown stage is returned unchanged.
    public static String meaning(String stage) {
        return MEANINGS.getOrDefault(stage, stage.replace('_', ' '));
    }

    /// Every stage with its meaning, in the order of a notification's life.
    public static Map<String, String> meanings() {
        Map<String, String> words = new LinkedHashMap<>();
        words.put(ACCEPTED, "a request over REST was committed");
        words.put(DECIDED, "decided for this recipient, with outcome and reason for each channel");
        words.put(NO_MATCH, "no type has a rule for the event, or no condition was true");
        words.put(NO_RECIPIENT, "a rule matched but selected nobody");
        words.put(FAILED, "failed; a dead letter contains the details");
        words.put(STORED, "placed in the inbox");
        words.put(DELIVERED, "shown on a page that was open");
        words.put(
                DEFERRED, "waits for a digest, for the end of quiet hours or until a limit resets");
        words.put(DIGESTED, "added to a digest, or sent as a single email");
        words.put(LEFT_OUT, "left out of a digest when it was due");
        words.put(MAILED, "accepted by the email provider");
        words.put(QUOTA_REFUSED, "postponed because a limit on emails was reached");
        words.put(NOT_MAILED, "not emailed, which is not an error");
        words.put(UNKNOWN, "it is not known whether the email was accepted");
        words.put(SEEN, "seen in the inbox");
        words.put(READ, "marked as read");
        words.put(CLICKED, "opened with a click");
        words.put(DELETED, "removed from the inbox");
        words.put(EXPIRED, "expired and left the inbox");
        words.put(REQUEUED, "a dead letter was published to its first topic again");
        words.put(DISCARDED, "a dead letter was discarded");
        return Collections.unmodifiableMap(words);
    }
}
