package dev.carillon.platform.observability;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/// Logs.
///
/// @param json whether lines are JSON objects; true unless set, locally false
@ConfigurationProperties("carillon.logging")
public record LoggingSettings(@Nullable Boolean json) {}
