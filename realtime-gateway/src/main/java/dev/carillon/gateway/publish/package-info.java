/// Asynchronous sending to Kafka that never blocks an event loop. Each [Lane] limits the waiting records and reports
/// when it is full. At close, waiting records are sent for as long as the shutdown allows; for the rest, the caller's
/// failure callback runs.
@NullMarked
package dev.carillon.gateway.publish;

import org.jspecify.annotations.NullMarked;
