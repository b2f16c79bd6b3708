/// Bounded memory: decisions and claims are deleted when nothing can ask for them any more.
@org.jspecify.annotations.NullMarked
package dev.carillon.processor.retention;
