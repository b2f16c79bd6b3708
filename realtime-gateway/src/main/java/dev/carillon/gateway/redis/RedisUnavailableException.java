package dev.carillon.gateway.redis;

/// Redis does not answer; a retry may succeed later.
public final class RedisUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public RedisUnavailableException(Throwable cause) {
        super("Redis does not answer", cause);
    }

    public RedisUnavailableException() {
        super("Redis is not connected");
    }
}
