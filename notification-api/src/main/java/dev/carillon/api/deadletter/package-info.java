/// Dead letters: records that could not be processed. They are stored whole, listed, and requeued or discarded.
///
/// A dead letter is settled once, under a lock of its row; a second attempt gets a 409. A requeue commits in the same
/// transaction as the outbox row of the record that it publishes.
@NullMarked
package dev.carillon.api.deadletter;

import org.jspecify.annotations.NullMarked;
