/// The provider `mailbox`: mails stay in a table, and in local mode a page shows them. A mail sent again under its key replaces
/// itself, so what is shown is what a real mailbox would hold.
@org.jspecify.annotations.NullMarked
package dev.carillon.email.mailbox;
