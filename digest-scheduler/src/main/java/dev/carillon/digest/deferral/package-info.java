/// What was deferred: taken in record by record, stored once, listed and cancelled by the person whom it is for.
@NullMarked
package dev.carillon.digest.deferral;

import org.jspecify.annotations.NullMarked;
