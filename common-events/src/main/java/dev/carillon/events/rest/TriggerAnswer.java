package dev.carillon.events.rest;

import java.util.List;
import java.util.UUID;

/// The 202 of a trigger: committed, and it will arrive.
public record TriggerAnswer(String requestId, List<Target> notifications) {
    /// @param id of the notification that the recipient will get, if any channel lets it
    public record Target(String recipient, UUID id) {}
}
