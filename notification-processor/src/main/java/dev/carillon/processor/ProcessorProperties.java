package dev.carillon.processor;

import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// Properties of the processor.
///
/// @param domainEvents full names of the topics of domain events, or one regular expression that matches them. Default:
///     the topic `domain-events` with the topic prefix
/// @param concurrency number of consumer threads for domain events in this process
/// @param memory how long decisions are kept, and the greatest age of a record that is still accepted. Must be longer
///     than the retention of every topic that the processor reads
/// @param referenceWait the longest time a request waits for the reference data that its caller wrote just before it
/// @param retentionInterval time between two runs that delete old decisions and claims
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
