/// The protocol `carillon.v1`: messages in both directions, close codes, and their encoding.
///
/// It knows neither connections nor Kafka nor Spring; everything here is immutable or stateless. Framing (today
/// WebSocket text frames) is separate from the messages, so that server-sent events could carry the same messages.
@NullMarked
package dev.carillon.gateway.protocol;

import org.jspecify.annotations.NullMarked;
