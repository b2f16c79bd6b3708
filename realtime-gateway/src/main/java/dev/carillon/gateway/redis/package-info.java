/// The connection to Redis. The gateway can work without Redis for a while: it connects in the background, and a call
/// during an outage fails at once. Nothing touches Redis before the lifecycle starts.
@NullMarked
package dev.carillon.gateway.redis;

import org.jspecify.annotations.NullMarked;
