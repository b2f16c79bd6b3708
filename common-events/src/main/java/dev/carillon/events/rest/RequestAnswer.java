package dev.carillon.events.rest;

import dev.carillon.events.ChannelOutcome;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/// The outcome of a request.
public record RequestAnswer(String requestId, State state, List<Decided> notifications) {
    /// A request is decided once all of its notifications are.
    public enum State {
        ACCEPTED,
        DECIDED
    }

    /// @param channels by channel key; empty until decided
    public record Decided(String recipient, UUID id, Map<String, ChannelOutcome> channels) {}
}
