/// What stands between a process and its servers: proxies that cut, slow, swallow and refuse, and that see messages go by, so that a
/// process can be killed at an exact point of its protocol.
///
/// A connection has two virtual threads, one a direction. A message is read whole, shown to those who watch, and only then passed
/// on; so a watcher holds it back for as long as it takes. No production code knows of any of it.
@org.jspecify.annotations.NullMarked
package dev.carillon.chaos.proxy;
