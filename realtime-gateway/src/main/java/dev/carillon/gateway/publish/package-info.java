/// Asynchronous sending to Kafka that never holds up an event loop: each [Lane] bounds what may wait, and says when it is full.
/// At close what waits is sent for as long as the shutdown allows; the rest is the sender's to repeat or to do without.
@NullMarked
package dev.carillon.gateway.publish;

import org.jspecify.annotations.NullMarked;
