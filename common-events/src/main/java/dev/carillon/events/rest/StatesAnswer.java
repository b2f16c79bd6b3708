package dev.carillon.events.rest;

import java.util.Set;
import java.util.UUID;

/// Which of the requested notifications were seen or removed; an id in neither set is still to be sent.
public record StatesAnswer(Set<UUID> seen, Set<UUID> removed) {}
