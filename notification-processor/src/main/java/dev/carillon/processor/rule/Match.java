package dev.carillon.processor.rule;

import dev.carillon.events.ErrorCode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The result of evaluating one type's rules for one event. A type can end in several ways at once: one rule may yield
/// recipients while another one fails.
///
/// @param picks recipients and their data
/// @param failures expressions and values with a fault
/// @param matched whether a condition was true. If so and there are no picks, the rule yielded no recipient
public record Match(List<Pick> picks, List<Failure> failures, boolean matched) {
    public Match {
        picks = List.copyOf(picks);
        failures = List.copyOf(failures);
    }

    /// A valid recipient that a rule yields, and the data that the rule took from the event.
    public record Pick(String recipient, Picked picked) {}

    /// @param dedupKey empty when the type has none
    /// @param bytes size of the data as JSON
    public record Picked(
            Map<String, Object> data,
            List<String> actors,
            @Nullable String actionUrl,
            @Nullable String imageUrl,
            Optional<String> dedupKey,
            int bytes) {}

    /// A fault of a rule.
    ///
    /// @param code one of `expression_failed`, `invalid_recipient`, `data_too_large`, `type_not_usable`
    /// @param recipient the invalid id, for `invalid_recipient`
    public record Failure(
            ErrorCode code,
            String message,
            @Nullable String expression,
            @Nullable String field,
            @Nullable String allowed,
            @Nullable String recipient) {}
}
