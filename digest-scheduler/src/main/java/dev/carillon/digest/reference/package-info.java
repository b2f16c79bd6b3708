/// This service's copy of recipients and preferences, fed by the reference topics; the higher version wins.
@NullMarked
package dev.carillon.digest.reference;

import org.jspecify.annotations.NullMarked;
