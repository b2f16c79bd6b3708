/// The timeline: what happened to every notification and event, and why. It is read from the topic `timeline` and
/// served over REST.
///
/// The projector stores entries, counts them by hour and updates the outcomes of requests in one transaction. Known
/// entries are skipped, so a replay changes nothing. The timeline's lag never delays the inbox.
@NullMarked
package dev.carillon.api.timeline;

import org.jspecify.annotations.NullMarked;
