/// What leaves the processor: records with the source that they come from, timeline entries, dead letters.
@org.jspecify.annotations.NullMarked
package dev.carillon.processor.outbound;
