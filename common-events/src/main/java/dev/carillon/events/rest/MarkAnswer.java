package dev.carillon.events.rest;

import dev.carillon.events.Counts;

/// @param changed number of rows that really changed
public record MarkAnswer(long changed, Counts counts, String cursor) {}
