package dev.carillon.platform.kafka;

/// The service is stopping: what was to be published is not known to be acknowledged, so nothing may be committed.
public final class PublishInterruptedException extends RuntimeException {
    PublishInterruptedException(Throwable cause) {
        super("interrupted while records were on their way to Kafka", cause);
    }
}
