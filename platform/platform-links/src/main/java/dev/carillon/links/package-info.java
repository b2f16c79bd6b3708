/// Defines which links a notification may contain, and their normal form. REST, rules and mails all use
/// [dev.carillon.links.Links].
///
/// The form is that of the WHATWG URL Standard (https://url.spec.whatwg.org), which browsers follow. Everything here is
/// pure and thread-safe.
@org.jspecify.annotations.NullMarked
package dev.carillon.links;
