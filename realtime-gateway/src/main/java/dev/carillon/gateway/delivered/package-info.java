/// The timeline stage `delivered`: a notification was written to a connected client for the first time. It is
/// aggregated and best effort; a lost entry is missing in the timeline only.
@NullMarked
package dev.carillon.gateway.delivered;

import org.jspecify.annotations.NullMarked;
