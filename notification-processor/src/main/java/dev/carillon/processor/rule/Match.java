package dev.carillon.processor.rule;

import dev.carillon.events.ErrorCode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What came of asking the rules of one type about one event. A type can end in several ways at once: some recipients are
/// served while another rule of it fails.
///
/// @param picks what to tell whom
/// @param failures what erred
/// @param matched whether a condition was true, so that no picks mean that nobody is named
public record Match(List<Pick> picks, List<Failure> failures, boolean matched) {
    public Match {
        picks = List.copyOf(picks);
        failures = List.copyOf(failures);
    }

    /// A recipient that a rule names, valid, and what the rule took from the event.
    public record Pick(String recipient, Picked picked) {}

    /// @param dedupKey empty where the type has none
    /// @param bytes of the data as JSON
    public record Picked(
            Map<String, Object> data,
            List<String> actors,
            @Nullable String actionUrl,
            @Nullable String imageUrl,
            Optional<String> dedupKey,
            int bytes) {}

    /// What erred.
    ///
    /// @param code stable: `expression_failed`, `invalid_recipient`, `data_too_large`, `type_not_usable`
    /// @param recipient the id that is none, where that is the fault
    public record Failure(
            ErrorCode code,
            String message,
            @Nullable String expression,
            @Nullable String field,
            @Nullable String allowed,
            @Nullable String recipient) {}
}
