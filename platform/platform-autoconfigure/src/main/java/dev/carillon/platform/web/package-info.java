/// Errors over HTTP: every one is a problem detail (RFC 9457) with a stable code, a class, whether a retry helps, and all faults
/// at once. Answers never carry internals; what is our fault is logged here, once.
@org.jspecify.annotations.NullMarked
package dev.carillon.platform.web;
