/// Preferences: what a person wants to be told, where and when.
///
/// A person's row is locked, changed, raised by one version and published in one transaction. Zone and locale belong to the
/// recipient and are written there; where both rows change, the preferences are locked first.
@NullMarked
package dev.carillon.api.preference;

import org.jspecify.annotations.NullMarked;
