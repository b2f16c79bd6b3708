/// Alerts to people: an ERROR or WARN in the log and, where set, a webhook. Sending one never delays or fails a mail.
@org.jspecify.annotations.NullMarked
package dev.carillon.email.alert;
