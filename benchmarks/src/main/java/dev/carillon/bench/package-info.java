/// Measures how fast Carillon is compared with the plain parts that it is built from. The load is open-loop: an
/// event is due at its time, whether it is sent or not, and its latency counts from that time. So a stall is
/// included in the latency.
@org.jspecify.annotations.NullMarked
package dev.carillon.bench;
