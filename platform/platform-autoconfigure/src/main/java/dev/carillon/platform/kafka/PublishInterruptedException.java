package dev.carillon.platform.kafka;

/// The service is stopping. The records may not have been acknowledged, so nothing may be committed.
public final class PublishInterruptedException extends RuntimeException {
    PublishInterruptedException(Throwable cause) {
        super("interrupted while records were being sent to Kafka", cause);
    }
}
