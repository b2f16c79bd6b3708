package dev.carillon.outbox;

/// A record is larger than the outbox accepts. The caller splits it or answers 413; nothing of the call was stored.
public final class OutboxRecordTooLargeException extends RuntimeException {
    private final String topic;
    private final long bytes;
    private final long limit;

    OutboxRecordTooLargeException(String topic, long bytes, long limit) {
        super(
                "A record for %s has %d bytes with key and headers; the outbox accepts %d"
                        .formatted(topic, bytes, limit));
        this.topic = topic;
        this.bytes = bytes;
        this.limit = limit;
    }

    /// The topic of the record, without prefix.
    public String topic() {
        return topic;
    }

    /// The size of the record as the broker counts it, key, headers and framing included.
    public long bytes() {
        return bytes;
    }

    /// The maximum size.
    public long limit() {
        return limit;
    }
}
