package dev.carillon.gateway.connection;

/// How much a client may say: so many messages at once, so many a second for long.
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

    /// Counts one message, and says whether it was allowed.
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
