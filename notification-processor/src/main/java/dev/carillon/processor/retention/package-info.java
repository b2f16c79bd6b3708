/// Bounded storage: decisions and claims are deleted once no record can need them any more.
@org.jspecify.annotations.NullMarked
package dev.carillon.processor.retention;
