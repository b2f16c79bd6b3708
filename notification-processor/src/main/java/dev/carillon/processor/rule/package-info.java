/// What the types say, compiled: which events trigger them, whom they name, what they show.
///
/// A book of rules is immutable and made anew when types change; whatever is unchanged is compiled once.
@org.jspecify.annotations.NullMarked
package dev.carillon.processor.rule;
