/// Compiled types: which events trigger them, whom they notify, and what they show.
///
/// A rule book is immutable. When types change, a new one is created; unchanged types are not compiled again.
@org.jspecify.annotations.NullMarked
package dev.carillon.processor.rule;
