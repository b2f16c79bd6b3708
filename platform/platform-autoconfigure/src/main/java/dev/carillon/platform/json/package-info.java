/// What is wrong with JSON, in the words of whoever sent it: shared by HTTP bodies and Kafka values.
@org.jspecify.annotations.NullMarked
package dev.carillon.platform.json;
