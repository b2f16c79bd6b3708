package dev.carillon.gateway.connection;

/// A client's message budget (token bucket): a burst, and a sustained rate per second.
final class MessageBudget {
    private final int perSecond;
    private final int burst;
    private float left;
    private long countedAt;

    MessageBudget(int perSecond, int burst, long nowMillis) {
        this.perSecond = perSecond;
        this.burst = burst;
        this.left = burst;
        this.countedAt = nowMillis;
    }

    /// Counts one message, and returns whether it is allowed.
    boolean take(long nowMillis) {
        left = Math.min(burst, left + perSecond * (nowMillis - countedAt) / 1000f);
        countedAt = nowMillis;
        if (left < 1) {
            return false;
        }
        left--;
        return true;
    }
}
