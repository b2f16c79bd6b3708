package dev.carillon.api.inbox;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import java.util.Set;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/// Settings of the inbox.
///
/// @param projectorConcurrency consumers of `notifications` in this process, at most the number of partitions
/// @param bulkConcurrency consumers of `notifications-bulk` in this process
/// @param actionConcurrency consumers of `client-actions` in this process
/// @param memory how long the inbox recognises a repeated notification, at least 30 days; a notification decided
///     longer ago is refused with an alarm
/// @param readRetention how long rows are kept after they were read or archived
/// @param tombstoneRetention how long the changes feed reports a deleted row; not shorter than `memory`
/// @param actionMemory how long a client's repeated action is recognised
/// @param monthsBack months for which partitions are kept; older partitions are dropped
/// @param monthsAhead months ahead for which partitions are created
/// @param expiryInterval the longest pause of the expiry timer, which otherwise sleeps until the next row is due
/// @param retentionInterval the pause between two runs of retention and partition maintenance
/// @param retentionBatch rows that retention changes in one transaction
/// @param crossTenantServices services that may call `/notifications/states` for every tenant, named by the `sub` of
///     their tokens (role `service`); other services get answers about their own tenant only
@Validated
@ConfigurationProperties("carillon.inbox")
record InboxProperties(
        @DefaultValue("2") @Min(1) @Max(64) int projectorConcurrency,
        @DefaultValue("1") @Min(1) @Max(64) int bulkConcurrency,
        @DefaultValue("1") @Min(1) @Max(64) int actionConcurrency,
        @DefaultValue("30d") Duration memory,
        @DefaultValue("90d") Duration readRetention,
        @DefaultValue("30d") Duration tombstoneRetention,
        @DefaultValue("30d") Duration actionMemory,
        @DefaultValue("13") @Min(2) @Max(120) int monthsBack,
        @DefaultValue("2") @Min(1) @Max(12) int monthsAhead,
        @DefaultValue("1s") Duration expiryInterval,
        @DefaultValue("1d") Duration retentionInterval,
        @DefaultValue("500") @Min(1) @Max(10_000) int retentionBatch,
        @DefaultValue("digest-scheduler") Set<String> crossTenantServices) {
    private static final Duration LEAST_MEMORY = Duration.ofDays(30);

    InboxProperties {
        crossTenantServices = Set.copyOf(crossTenantServices);
        require(memory.compareTo(LEAST_MEMORY) >= 0, "memory must be at least 30d");
        require(actionMemory.compareTo(LEAST_MEMORY) >= 0, "action-memory must be at least 30d");
        require(
                tombstoneRetention.compareTo(memory) >= 0,
                "tombstone-retention must be at least as long as memory");
        require(expiryInterval.isPositive(), "expiry-interval must be positive");
        require(retentionInterval.isPositive(), "retention-interval must be positive");
        require(readRetention.isPositive(), "read-retention must be positive");
    }

    private static void require(boolean holds, String fault) {
        if (!holds) {
            throw new IllegalArgumentException("carillon.inbox." + fault);
        }
    }
}
