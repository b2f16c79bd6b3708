package dev.carillon.events.rest;

import java.util.Set;
import java.util.UUID;

/// Which of the asked notifications were seen or removed; an id in neither is to be sent.
public record StatesAnswer(Set<UUID> seen, Set<UUID> removed) {}
