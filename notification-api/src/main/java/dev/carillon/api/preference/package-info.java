/// Preferences: what a person wants to be notified of, on which channels, and when.
///
/// One transaction locks a person's row, changes it, raises its version by one and publishes it. Time zone and locale
/// belong to the recipient and are stored there; if both rows change, the preferences are locked first.
@NullMarked
package dev.carillon.api.preference;

import org.jspecify.annotations.NullMarked;
