/// Explains to the sender what is wrong with JSON. HTTP bodies and Kafka values share it.
@org.jspecify.annotations.NullMarked
package dev.carillon.platform.json;
