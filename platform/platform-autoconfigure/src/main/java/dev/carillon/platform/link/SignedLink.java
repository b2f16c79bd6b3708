package dev.carillon.platform.link;

import dev.carillon.events.RecipientKey;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// The content of a verified link.
///
/// @param about a category's key, or null for digests; for `UNDO` the settings to restore
public record SignedLink(
        String purpose, RecipientKey who, @Nullable String about, Instant expires) {}
