/// Deferred items: consumed one record at a time, stored once, and listed and cancelled by their recipient.
@NullMarked
package dev.carillon.digest.deferral;

import org.jspecify.annotations.NullMarked;
