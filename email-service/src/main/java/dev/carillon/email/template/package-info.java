/// What a mail says: texts from the types' templates, the layout from ours, in the reader's language, zone and time.
///
/// User content becomes plain text first and is escaped once, by the layout: nothing that a template or a person wrote is ever
/// markup. The same message, recipient and types give the same mail.
@org.jspecify.annotations.NullMarked
package dev.carillon.email.template;
