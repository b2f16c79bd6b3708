package dev.carillon.api.inbox;

import dev.carillon.events.RecipientKey;
import java.util.UUID;

/// What names a row: whose it is, and its id.
record RowKey(RecipientKey who, UUID id) {}
