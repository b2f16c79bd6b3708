/// Connections, from the upgrade to the close.
///
/// A connection belongs to one event loop for life, and so does all of its state: only that loop touches it. Each loop has a
/// registry, a timer wheel and the log position that it has handed out ([LoopConnections]); [Connections] is what other threads
/// see. A connection registers, in both, before it reads the window, so that nothing falls between replay and live. What is
/// written between two flushes goes out at once; nothing is queued for a client that does not read: it is marked lagging and
/// caught up from the window.
@NullMarked
package dev.carillon.gateway.connection;

import org.jspecify.annotations.NullMarked;
