/// The leaving of a replica: clients are sent away in batches, each with a delay of its own before it returns, so that the other
/// replicas take them in over seconds rather than at once.
@NullMarked
package dev.carillon.gateway.drain;

import org.jspecify.annotations.NullMarked;
