/// The outbox in a Spring service: appending in the current transaction, and the relay as a part of the life cycle.
///
/// The relay starts in its life cycle and never before; it stops after the web server, so that what the last requests stored
/// is still published where the time allows.
@org.jspecify.annotations.NullMarked
package dev.carillon.platform.outbox;
