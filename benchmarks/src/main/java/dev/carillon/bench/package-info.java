/// How fast Carillon is beside the raw parts that it is made of. Load is open-loop: an event is due at its time, sent or not, and
/// latency counts from that time, so that a stall is not left out.
@org.jspecify.annotations.NullMarked
package dev.carillon.bench;
