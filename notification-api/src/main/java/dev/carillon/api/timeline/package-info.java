/// What happened to every notification and event, and why: read from the topic `timeline`, asked over REST.
///
/// The projector stores entries, counts them by hour and tells requests of their outcomes in one transaction; an entry that
/// is known already is passed over, so a replay changes nothing. Its lag never delays the inbox.
@NullMarked
package dev.carillon.api.timeline;

import org.jspecify.annotations.NullMarked;
