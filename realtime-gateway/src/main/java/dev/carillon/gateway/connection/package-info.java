/// Connections, from the upgrade to the close.
///
/// A connection belongs to one event loop for its whole life; only that loop touches its state. Each loop has a
/// registry, a timer wheel and the log position up to which it has delivered ([LoopConnections]); other threads use
/// [Connections]. A connection registers in both before it reads the recent window, so that no change is lost between
/// replay and live. Writes between two flushes are sent together. Nothing is queued for a client that does not read: it
/// is marked as lagging, and later catches up from the window.
@NullMarked
package dev.carillon.gateway.connection;

import org.jspecify.annotations.NullMarked;
