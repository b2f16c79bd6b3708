/// The shutdown of a replica. Clients are disconnected in batches, each with its own delay before it reconnects, so
/// that the other replicas accept them over some seconds and not all at once.
@NullMarked
package dev.carillon.gateway.drain;

import org.jspecify.annotations.NullMarked;
