/// The recent window: the newest changes of every recipient, from which a client resumes without asking the database.
///
/// One thread (the log's reader) writes, event loops read. A change is in the window before it is handed to any connection; so
/// whoever registers first and then reads the window misses nothing: what the window does not show yet is still to be handed
/// out. For each partition the window's start moves up before the changes below it leave, so a reader that finds nothing and
/// then looks at the start cannot take what was forgotten for what never was.
@NullMarked
package dev.carillon.gateway.replay;

import org.jspecify.annotations.NullMarked;
