/// What the tests of every module share: one Kafka, Postgres and Redis for the JVM, a clock that tests move, tokens,
/// and the architecture rules.
///
/// The servers start with the first test that needs them and end with the JVM, however it ends.
@org.jspecify.annotations.NullMarked
package dev.carillon.test;
