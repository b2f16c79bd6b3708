package dev.carillon.events;

/// Stages of the timeline.
public final class Stages {
    /// A request was committed.
    public static final String ACCEPTED = "accepted";

    /// The one decision, with every channel in it.
    public static final String DECIDED = "decided";

    /// No rule names the event, or every condition was false.
    public static final String NO_MATCH = "no_match";

    /// A rule matched and named nobody.
    public static final String NO_RECIPIENT = "no_recipient";

    /// Given up, with a dead letter.
    public static final String FAILED = "failed";

    /// Stands in the inbox.
    public static final String STORED = "stored";

    /// First written to a connected client.
    public static final String DELIVERED = "delivered";

    /// Waits for a digest or the end of quiet hours.
    public static final String DEFERRED = "deferred";

    /// Frozen into a digest.
    public static final String DIGESTED = "digested";

    /// Left out at its due time.
    public static final String LEFT_OUT = "left_out";

    /// Accepted by a mail provider.
    public static final String MAILED = "mailed";

    /// The quota refused it, for now.
    public static final String QUOTA_REFUSED = "quota_refused";

    /// Not mailed, for a reason that is no fault: no address, suppressed, unsubscribed.
    public static final String NOT_MAILED = "not_mailed";

    /// Whether it was accepted is not known.
    public static final String UNKNOWN = "unknown";

    public static final String SEEN = "seen";
    public static final String READ = "read";
    public static final String CLICKED = "clicked";
    public static final String DELETED = "deleted";
    public static final String EXPIRED = "expired";

    /// A dead letter was sent to its first topic again.
    public static final String REQUEUED = "requeued";

    public static final String DISCARDED = "discarded";

    private Stages() {}
}
