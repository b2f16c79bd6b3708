/// The words of `carillon.v1`: messages in both directions, close codes, and their form on the wire.
///
/// Knows no connection, no Kafka and no Spring; everything here is immutable or free of state. How messages are framed (today
/// WebSocket text frames) is apart from what they say, so that server-sent events can carry the same bodies.
@NullMarked
package dev.carillon.gateway.protocol;

import org.jspecify.annotations.NullMarked;
