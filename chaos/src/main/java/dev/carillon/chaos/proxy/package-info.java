/// Proxies between a process and its servers. They cut, slow, swallow and refuse connections, and read the messages, so
/// that a process can be killed at an exact point of its protocol.
///
/// A connection has two virtual threads, one per direction. A message is read completely, shown to the watchers, and
/// only then passed on, so a watcher can hold it back. Production code does not know about the proxies.
@org.jspecify.annotations.NullMarked
package dev.carillon.chaos.proxy;
