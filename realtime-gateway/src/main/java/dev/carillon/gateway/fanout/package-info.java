/// From the log to the event loops.
///
/// [ChangeSource] hides where changes come from. Today each replica reads every partition of `inbox-changes`; a source
/// that routes by recipient could replace it without a change for clients. The source feeds [Fanout] on its one thread:
/// a change enters the recent window first, and is then passed to each event loop, once per poll, in a shared [Batch].
/// Shared frames are encoded once, reference-counted by loops, and released by the last of them.
@NullMarked
package dev.carillon.gateway.fanout;

import org.jspecify.annotations.NullMarked;
