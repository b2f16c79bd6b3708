/// Runs: due work is claimed, checked a last time, frozen with all its records, published, and marked as sent.
@NullMarked
package dev.carillon.digest.run;

import org.jspecify.annotations.NullMarked;
