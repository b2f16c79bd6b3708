package dev.carillon.platform.link;

import dev.carillon.events.RecipientKey;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What a verified link says.
///
/// @param category that it is about, or null for all
public record SignedLink(
        String purpose, RecipientKey who, @Nullable String category, Instant expires) {}
