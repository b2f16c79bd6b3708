/// Observability: logs with trace, notification and recipient, metrics, health.
///
/// Logs contain ids, never secrets or content.
@org.jspecify.annotations.NullMarked
package dev.carillon.platform.observability;
