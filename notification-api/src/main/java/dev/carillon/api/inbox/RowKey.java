package dev.carillon.api.inbox;

import dev.carillon.events.RecipientKey;
import java.util.UUID;

/// Identifies a row: its recipient and its id.
record RowKey(RecipientKey who, UUID id) {}
