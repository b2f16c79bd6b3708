package dev.carillon.chaos;

import java.time.Instant;

/// A fault that happened.
record Struck(String fault, String words, Instant from, Instant until) {}
