package dev.carillon.outbox;

/// A record that is larger than the outbox takes. The caller splits it or answers 413; nothing of the call was stored.
public final class OutboxRecordTooLargeException extends RuntimeException {
    private final String topic;
    private final long bytes;
    private final long limit;

    OutboxRecordTooLargeException(String topic, long bytes, long limit) {
        super(
                "A record for %s has %d bytes with key and headers; the outbox takes %d"
                        .formatted(topic, bytes, limit));
        this.topic = topic;
        this.bytes = bytes;
        this.limit = limit;
    }

    /// The topic that the record was meant for, without prefix.
    public String topic() {
        return topic;
    }

    /// The size of the record as the broker would count it, key, headers and framing included.
    public long bytes() {
        return bytes;
    }

    /// The largest size that is taken.
    public long limit() {
        return limit;
    }
}
