/// What an operator sees: logs with trace, notification and recipient, metrics, health.
///
/// Logs carry ids, never secrets or content.
@org.jspecify.annotations.NullMarked
package dev.carillon.platform.observability;
