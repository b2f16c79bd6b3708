/// The provider `mailbox`: emails are stored in a table, and local mode shows them on a page. An email sent again with
/// the same key replaces the first one, so the page shows what a real mailbox would contain.
@org.jspecify.annotations.NullMarked
package dev.carillon.email.mailbox;
