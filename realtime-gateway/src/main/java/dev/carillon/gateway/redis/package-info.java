/// The way to Redis, which the gateway can do without for a while: it is connected in the background, and whoever asks while it
/// is away is told so at once. Nothing touches Redis before the lifecycle starts.
@NullMarked
package dev.carillon.gateway.redis;

import org.jspecify.annotations.NullMarked;
