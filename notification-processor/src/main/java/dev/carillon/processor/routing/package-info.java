/// From candidates to decisions: the order of decision, quiet hours, and the one stored decision with its frozen emission.
@org.jspecify.annotations.NullMarked
package dev.carillon.processor.routing;
