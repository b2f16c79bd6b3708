/// Records that were given up: kept whole, listed, sent once more or discarded.
///
/// A dead letter is settled once, under its row's lock: whoever comes second is told. A requeue commits together with the
/// record that it publishes.
@NullMarked
package dev.carillon.api.deadletter;

import org.jspecify.annotations.NullMarked;
