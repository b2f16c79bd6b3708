/// What the processor publishes: records with their source, timeline entries and dead letters.
@org.jspecify.annotations.NullMarked
package dev.carillon.processor.outbound;
