/// Errors over HTTP: each is a problem detail (RFC 9457) with a stable code, a class, whether a retry helps, and all
/// faults at once. Answers never contain internals; Carillon's own faults are logged here, once.
@org.jspecify.annotations.NullMarked
package dev.carillon.platform.web;
