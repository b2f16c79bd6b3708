package dev.carillon.processor;

import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// The processor.
///
/// @param domainEvents topics of domain events, in full as the cluster names them, or one regular expression; the topic
///     `domain-events` with our prefix unless set
/// @param concurrency consumers of domain events in this process
/// @param memory how long decisions are kept, and how old a record may be to be taken in; more than any topic's retention
/// @param referenceWait how long a request waits for the reference data that its caller wrote just before
/// @param retentionInterval how often old decisions and claims are deleted
@ConfigurationProperties("carillon.processor")
public record ProcessorProperties(
        @DefaultValue List<String> domainEvents,
        @DefaultValue("2") int concurrency,
        @DefaultValue("14d") Duration memory,
        @DefaultValue("5s") Duration referenceWait,
        @DefaultValue("1m") Duration retentionInterval) {
    public ProcessorProperties {
        domainEvents = List.copyOf(domainEvents);
        if (concurrency < 1 || concurrency > 64) {
            throw new IllegalArgumentException(
                    "carillon.processor.concurrency must be 1 to 64, but is " + concurrency);
        }
        if (memory.compareTo(Duration.ofDays(1)) < 0) {
            throw new IllegalArgumentException(
                    "carillon.processor.memory must be 1d or more, but is " + memory);
        }
        if (referenceWait.isNegative() || referenceWait.compareTo(Duration.ofSeconds(30)) > 0) {
            throw new IllegalArgumentException(
                    "carillon.processor.reference-wait must be 0s to 30s, but is " + referenceWait);
        }
        if (!retentionInterval.isPositive()) {
            throw new IllegalArgumentException(
                    "carillon.processor.retention-interval must be positive, but is "
                            + retentionInterval);
        }
    }
}
