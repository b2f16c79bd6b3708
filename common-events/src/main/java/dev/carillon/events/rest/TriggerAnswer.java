package dev.carillon.events.rest;

import java.util.List;
import java.util.UUID;

/// The 202 of a trigger: it is committed, so the processor will decide it.
public record TriggerAnswer(String requestId, List<Target> notifications) {
    /// @param id of the notification that the recipient will get if any channel is allowed
    public record Target(String recipient, UUID id) {}
}
