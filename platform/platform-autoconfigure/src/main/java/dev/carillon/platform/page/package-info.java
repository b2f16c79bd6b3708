/// HTML pages for people: one design (the palette of the emails, light and dark), two languages, no scripts.
@org.jspecify.annotations.NullMarked
package dev.carillon.platform.page;
