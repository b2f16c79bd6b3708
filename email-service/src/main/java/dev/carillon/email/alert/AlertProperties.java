package dev.carillon.email.alert;

import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/// Where alerts go beside the log.
///
/// @param webhookUrl gets a POST with JSON (`code`, `text`, `details`), as Slack's incoming webhooks read it; null: log only
@ConfigurationProperties("carillon.email.alerts")
public record AlertProperties(@Nullable URI webhookUrl) {}
