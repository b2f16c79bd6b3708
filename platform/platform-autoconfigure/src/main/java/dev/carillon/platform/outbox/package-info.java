/// The outbox in a Spring service: appending in the current transaction, and the relay as a part of the lifecycle.
///
/// The relay starts in its lifecycle phase and never before. It stops after the web server, so that records of the last
/// requests are still published if time allows.
@org.jspecify.annotations.NullMarked
package dev.carillon.platform.outbox;
