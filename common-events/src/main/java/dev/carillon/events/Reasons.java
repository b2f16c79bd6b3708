package dev.carillon.events;

/// Stable codes: why a channel was sent, deferred or suppressed.
public final class Reasons {
    public static final String IMMEDIATE = "immediate";
    public static final String CRITICAL = "critical";
    public static final String URGENT = "urgent";
    public static final String DIGEST = "digest";
    public static final String QUIET_HOURS = "quiet_hours";
    public static final String ERASED = "erased";
    public static final String UNKNOWN_TYPE = "unknown_type";
    public static final String EXPIRED = "expired";
    public static final String DUPLICATE = "duplicate";
    public static final String MUTED = "muted";
    public static final String CHANNEL_OFF = "channel_off";
    public static final String DIGEST_NEVER = "digest_never";
    public static final String NOT_IN_TYPE = "not_in_type";
    public static final String NOT_REQUESTED = "not_requested";
    public static final String THROTTLED = "throttled";
    public static final String NO_ADDRESS = "no_address";
    public static final String SUPPRESSED_ADDRESS = "suppressed_address";
    public static final String QUOTA = "quota";
    public static final String UNSUBSCRIBED = "unsubscribed";
    public static final String SEEN = "seen";
    public static final String REMOVED = "removed";

    private Reasons() {}
}
