package dev.carillon.digest.reference;

import dev.carillon.events.RecipientKey;

/// A person's zone, preferences or existence changed; told within the transaction that stored it.
///
/// @param erased everything of theirs is to be deleted
public record PersonChanged(RecipientKey key, boolean erased) {}
