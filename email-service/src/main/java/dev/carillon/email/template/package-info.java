/// Renders emails: texts from the types' templates, the layout from this package, in the reader's language and zone.
///
/// Content from users becomes plain text first. The layout escapes it once, so nothing from a template's values or a
/// person is ever treated as markup. The same message, recipient and types always give the same email.
@org.jspecify.annotations.NullMarked
package dev.carillon.email.template;
