/// The timeline's `delivered`: that a notification was first written to a connected client. Aggregated and best effort; a
/// delivery that is left out is missed by no one but the timeline.
@NullMarked
package dev.carillon.gateway.delivered;

import org.jspecify.annotations.NullMarked;
