/// Links that carry their own right: unsubscribe and preferences without a login.
///
/// A link is signed, not encrypted: it shows its recipient to whoever holds it, and nothing else. Each purpose is signed apart, so
/// that a link for one is none for another.
@org.jspecify.annotations.NullMarked
package dev.carillon.platform.link;
