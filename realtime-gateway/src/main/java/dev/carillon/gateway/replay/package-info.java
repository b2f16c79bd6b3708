/// The recent window: the newest changes of every recipient, from which a client resumes without a call to the
/// database.
///
/// One thread (the log's reader) writes, event loops read. A change is in the window before it is passed to any
/// connection. So a client that registers first and then reads the window misses nothing: a change that is not in the
/// window yet will still be delivered. For each partition, the window's start moves up before the changes below it are
/// removed. So a reader that finds nothing and then checks the start cannot mistake a removed change for one that never
/// existed.
@NullMarked
package dev.carillon.gateway.replay;

import org.jspecify.annotations.NullMarked;
