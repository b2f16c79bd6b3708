/// Links that carry their own authorisation: unsubscribe and preferences without a login.
///
/// A link is signed, not encrypted: anyone who has it can read its recipient, but nothing else. The signature includes
/// the purpose, so a link for one purpose is not valid for another.
@org.jspecify.annotations.NullMarked
package dev.carillon.platform.link;
