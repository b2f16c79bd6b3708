/// From the log to the event loops.
///
/// The source of changes sits behind [ChangeSource]: today it reads every partition of `inbox-changes` in each replica; a source
/// that routes by recipient can take its place without a change for clients. [Fanout] is what it feeds: on the source's one
/// thread a change enters the recent window first and is then handed, once a poll, to each event loop as one shared [Batch].
/// Shared frames are encoded once, counted by loops, and released by the last of them.
@NullMarked
package dev.carillon.gateway.fanout;

import org.jspecify.annotations.NullMarked;
