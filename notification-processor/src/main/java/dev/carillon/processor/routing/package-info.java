/// Turns candidates into decisions: the order of the checks, quiet hours, and one stored decision for each identity
/// together with its records.
@org.jspecify.annotations.NullMarked
package dev.carillon.processor.routing;
