package dev.carillon.api.timeline;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/// How long the timeline is kept.
///
/// @param retention how long entries about a recipient are kept, at least 30 days; with less, a replay could be
///     counted twice
/// @param unmatchedRetention how long entries about events that matched no rule or selected nobody are kept, at least
///     1 hour
@Validated
@ConfigurationProperties("carillon.timeline")
public record TimelineProperties(
        @DefaultValue("90d") Duration retention, @DefaultValue("7d") Duration unmatchedRetention) {
    /// @throws IllegalArgumentException when a duration is too short
    public TimelineProperties {
        if (retention.compareTo(Duration.ofDays(30)) < 0) {
            throw new IllegalArgumentException(
                    "carillon.timeline.retention must be at least 30d, not " + retention);
        }
        if (unmatchedRetention.compareTo(Duration.ofHours(1)) < 0) {
            throw new IllegalArgumentException(
                    "carillon.timeline.unmatched-retention must be at least 1h, not "
                            + unmatchedRetention);
        }
    }
}
