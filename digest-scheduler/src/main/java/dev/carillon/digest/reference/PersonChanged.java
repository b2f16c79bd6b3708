package dev.carillon.digest.reference;

import dev.carillon.events.RecipientKey;

/// Event: a person's zone, preferences or existence changed. Published within the transaction that stored the change.
///
/// @param erased whether all data of the person must be deleted
public record PersonChanged(RecipientKey key, boolean erased) {}
