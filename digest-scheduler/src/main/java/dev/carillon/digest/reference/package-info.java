/// This service's copy of recipients and preferences, from the reference topics. The higher version wins.
@NullMarked
package dev.carillon.digest.reference;

import org.jspecify.annotations.NullMarked;
