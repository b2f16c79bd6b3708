package dev.carillon.platform.observability;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/// Logs.
///
/// @param json whether each log line is a JSON object; default `true`, locally `false`
@ConfigurationProperties("carillon.logging")
public record LoggingSettings(@Nullable Boolean json) {}
