package dev.carillon.email.alert;

import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/// Where alerts are sent besides the log.
///
/// @param webhookUrl receives a POST with JSON (`code`, `text`, `details`), in the format of Slack's incoming webhooks.
///     Null: alerts are only logged
@ConfigurationProperties("carillon.email.alerts")
public record AlertProperties(@Nullable URI webhookUrl) {}
