package dev.carillon.events.rest;

import dev.carillon.events.ChannelOutcome;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/// What became of a request.
public record RequestAnswer(String requestId, State state, List<Decided> notifications) {
    /// Decided once every notification of it is.
    public enum State {
        ACCEPTED,
        DECIDED
    }

    /// @param channels by channel key; empty until decided
    public record Decided(String recipient, UUID id, Map<String, ChannelOutcome> channels) {}
}
