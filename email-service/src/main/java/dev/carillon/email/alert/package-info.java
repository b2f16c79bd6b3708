/// Alerts for operators: an ERROR in the log and, if configured, a call to a webhook. Sending an alert never delays an
/// email or makes it fail.
@org.jspecify.annotations.NullMarked
package dev.carillon.email.alert;
